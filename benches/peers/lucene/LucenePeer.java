import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopScoreDocCollectorManager;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.BytesRef;

/**
 * Lucene used directly, for Lucene 9.12 (Java 11 and later).
 *
 * <pre>
 * LucenePeer index ARTICLES.jsonl FOLDER THREADS MEGABYTES
 * LucenePeer answer FOLDER QUERIES.jsonl PASSES
 * </pre>
 */
public final class LucenePeer {
    private static final String[] FIELDS = {"title", "text"};
    private static final Set<String> SHOWN = Set.of("title", "url", "source", "published");
    private static final int DISTANCE = 5;
    /** Goes over all queries so often before the clock starts, as the JVM compiles what runs often. */
    private static final int WARM_UP = 20;
    private static final String END = "";

    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("index")) {
            int threads = Integer.parseInt(arguments[3]);
            index(Path.of(arguments[1]), Path.of(arguments[2]), threads, Double.parseDouble(arguments[4]));
        } else {
            answer(Path.of(arguments[1]), Path.of(arguments[2]), Integer.parseInt(arguments[3]));
        }
    }

    private static void index(Path articles, Path folder, int threads, double megabytes) throws Exception {
        IndexWriterConfig config = new IndexWriterConfig(new StandardAnalyzer());
        config.setRAMBufferSizeMB(megabytes);
        BlockingQueue<String> lines = new ArrayBlockingQueue<>(512);
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        try (IndexWriter writer = new IndexWriter(FSDirectory.open(folder), config);
                BufferedReader reader = Files.newBufferedReader(articles)) {
            List<Future<Void>> ends = new ArrayList<>();
            for (int worker = 0; worker < threads; worker++) {
                ends.add(workers.submit(() -> addAll(lines, writer)));
            }
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.put(line);
            }
            lines.put(END);
            for (Future<Void> end : ends) {
                end.get();
            }
            writer.forceMerge(1);
            writer.commit();
        } finally {
            workers.shutdown();
        }
    }

    private static Void addAll(BlockingQueue<String> lines, IndexWriter writer) throws Exception {
        for (String line = lines.take(); !line.equals(END); line = lines.take()) {
            writer.addDocument(document(Json.fields(line)));
        }
        // The other workers wait for the end, too.
        lines.put(END);
        return null;
    }

    private static Document document(Map<String, List<String>> article) {
        Document document = new Document();
        String source = article.get("source").get(0);
        long published = Instant.parse(article.get("published").get(0)).getEpochSecond();
        document.add(new StoredField("url", article.get("url").get(0)));
        document.add(new TextField("title", article.get("title").get(0), Field.Store.YES));
        document.add(new TextField("text", article.get("text").get(0), Field.Store.YES));
        document.add(new StringField("source", source, Field.Store.YES));
        document.add(new SortedDocValuesField("source", new BytesRef(source)));
        document.add(new LongPoint("published", published));
        document.add(new NumericDocValuesField("published", published));
        document.add(new StoredField("published", published));
        for (String author : article.get("authors")) {
            document.add(new StringField("authors", author, Field.Store.YES));
        }
        document.add(new StringField("language", article.get("language").get(0), Field.Store.YES));
        return document;
    }

    private static void answer(Path folder, Path queries, int passes) throws IOException {
        List<Map<String, List<String>>> asked = new ArrayList<>();
        for (String line : Files.readAllLines(queries)) {
            asked.add(Json.fields(line));
        }
        IndexSearcher searcher = new IndexSearcher(DirectoryReader.open(new MMapDirectory(folder)));
        searcher.setQueryCache(null);
        // Someone who asks one query at a command line has no time to warm up.
        int warmUp = asked.size() > 1 ? WARM_UP : 0;
        double[] best = new double[asked.size()];
        long[] totals = new long[asked.size()];
        for (int pass = -warmUp; pass < passes; pass++) {
            for (int place = 0; place < best.length; place++) {
                long start = System.nanoTime();
                totals[place] = answer(searcher, asked.get(place));
                double microseconds = (System.nanoTime() - start) / 1e3;
                if (pass <= 0 || microseconds < best[place]) {
                    best[place] = microseconds;
                }
            }
        }
        StringBuilder out = new StringBuilder();
        for (int place = 0; place < best.length; place++) {
            String id = asked.get(place).get("id").get(0);
            out.append("{\"id\":\"").append(id).append("\",\"us\":").append(best[place]);
            out.append(",\"total\":").append(totals[place]).append("}\n");
        }
        System.out.print(out);
    }

    /** Ten hits, what is shown of them, and the count. */
    private static long answer(IndexSearcher searcher, Map<String, List<String>> asked) throws IOException {
        Query query = plan(asked.get("class").get(0), asked.get("terms"));
        TopDocs hits = searcher.search(query, new TopScoreDocCollectorManager(10, Integer.MAX_VALUE));
        StoredFields stored = searcher.storedFields();
        for (ScoreDoc hit : hits.scoreDocs) {
            stored.document(hit.doc, SHOWN);
        }
        return hits.totalHits.value;
    }

    private static Query plan(String kind, List<String> terms) {
        BooleanQuery.Builder query = new BooleanQuery.Builder();
        if (kind.equals("and2")) {
            for (String term : terms) {
                BooleanQuery.Builder either = new BooleanQuery.Builder();
                for (String field : FIELDS) {
                    either.add(new TermQuery(new Term(field, term)), Occur.SHOULD);
                }
                query.add(either.build(), Occur.MUST);
            }
            return query.build();
        }
        for (String field : FIELDS) {
            switch (kind) {
                case "phrase2":
                    query.add(new PhraseQuery(0, field, terms.toArray(String[]::new)), Occur.SHOULD);
                    break;
                case "near":
                    query.add(new PhraseQuery(DISTANCE, field, terms.toArray(String[]::new)), Occur.SHOULD);
                    break;
                case "prefix":
                    query.add(new PrefixQuery(new Term(field, terms.get(0))), Occur.SHOULD);
                    break;
                default:
                    for (String term : terms) {
                        query.add(new TermQuery(new Term(field, term)), Occur.SHOULD);
                    }
            }
        }
        return query.build();
    }

    /** Reads flat objects of strings and lists of strings: all that the generator writes. */
    private static final class Json {
        private final String line;
        private int place;

        private Json(String line) {
            this.line = line;
        }

        static Map<String, List<String>> fields(String line) {
            Json json = new Json(line);
            Map<String, List<String>> fields = new HashMap<>();
            while (json.toNextString()) {
                String name = json.string();
                // After the colon comes one string, or a list of them.
                json.place++;
                List<String> values = new ArrayList<>(1);
                if (line.charAt(json.place) == '[') {
                    while (line.charAt(json.place) != ']') {
                        json.place++;
                        if (line.charAt(json.place) == '"') {
                            values.add(json.string());
                        }
                    }
                } else {
                    values.add(json.string());
                }
                fields.put(name, values);
            }
            return fields;
        }

        private boolean toNextString() {
            place = line.indexOf('"', place);
            return place >= 0;
        }

        /** The string whose opening quote is at the place; the place moves behind its closing one. */
        private String string() {
            int start = place + 1;
            int end = line.indexOf('"', start);
            int escape = line.indexOf('\\', start);
            if (escape < 0 || escape > end) {
                place = end + 1;
                return line.substring(start, end);
            }
            StringBuilder text = new StringBuilder(line.length() - start);
            int at = start;
            for (; line.charAt(at) != '"'; at++) {
                char letter = line.charAt(at);
                text.append(letter == '\\' ? unescaped(line.charAt(++at)) : letter);
                if (letter == '\\' && line.charAt(at) == 'u') {
                    at += 4;
                    text.setCharAt(text.length() - 1, (char) Integer.parseInt(line.substring(at - 3, at + 1), 16));
                }
            }
            place = at + 1;
            return text.toString();
        }

        private static char unescaped(char letter) {
            switch (letter) {
                case 'n':
                    return '\n';
                case 't':
                    return '\t';
                case 'r':
                    return '\r';
                case 'b':
                    return '\b';
                case 'f':
                    return '\f';
                default:
                    return letter;
            }
        }
    }
}
