//! Pure string tools: words, sentences, spans, hosts.
