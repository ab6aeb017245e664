//! Receipts of articles in the order of ids, sorted in files where they are many, so that memory does not grow with them.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io::{self, BufRead, BufReader, BufWriter, Seek, Write};

use crate::ingest::article_receipt::ArticleReceipt;

/// Receipts in the order of ids.
type Run = Box<dyn Iterator<Item = io::Result<ArticleReceipt>>>;

/// Runs of receipts, each of them sorted.
#[derive(Default)]
pub(crate) struct SortedReceipts {
    runs: Vec<Run>,
}

impl SortedReceipts {
    /// Takes receipts that are all that there are.
    pub(crate) fn keep(&mut self, mut receipts: Vec<ArticleReceipt>) {
        receipts.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        self.runs.push(Box::new(receipts.into_iter().map(Ok)));
    }

    /// Takes some of many receipts, and puts them into a file without a name.
    pub(crate) fn spill(&mut self, mut receipts: Vec<ArticleReceipt>) -> io::Result<()> {
        receipts.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        let mut out = BufWriter::new(tempfile::tempfile()?);
        for receipt in &receipts {
            serde_json::to_writer(&mut out, receipt)?;
            out.write_all(b"\n")?;
        }
        let mut file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.rewind()?;
        let lines = BufReader::new(file).lines();
        let receipts = lines.map(|line| Ok(serde_json::from_str(&line?)?));
        self.runs.push(Box::new(receipts));
        Ok(())
    }

    /// Hands all receipts over in the order of ids.
    pub(crate) fn each(
        mut self,
        hand_over: &mut dyn FnMut(ArticleReceipt) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut next = BinaryHeap::new();
        for at in 0..self.runs.len() {
            self.advance(at, &mut next)?;
        }
        while let Some(Reverse(first)) = next.pop() {
            hand_over(first.receipt)?;
            self.advance(first.run, &mut next)?;
        }
        Ok(())
    }

    fn advance(&mut self, run: usize, next: &mut BinaryHeap<Reverse<Head>>) -> io::Result<()> {
        if let Some(receipt) = self.runs.get_mut(run).and_then(Iterator::next) {
            let receipt = receipt?;
            next.push(Reverse(Head { receipt, run }));
        }
        Ok(())
    }
}

/// The next receipt of a run.
struct Head {
    receipt: ArticleReceipt,
    run: usize,
}

impl Ord for Head {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let ids = self.receipt.id.cmp(&other.receipt.id);
        ids.then(self.run.cmp(&other.run))
    }
}

impl PartialOrd for Head {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Head {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Head {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_in_files_come_out_in_the_order_of_ids() {
        let receipt = |n: usize| ArticleReceipt {
            id: format!("{:03}", n * 37 % 100),
            digest: "d".to_owned(),
            parts: vec!["p".to_owned()],
        };
        let mut sorted = SortedReceipts::default();
        for run in 0..7 {
            sorted
                .spill((run * 10..run * 10 + 10).map(receipt).collect())
                .unwrap();
        }
        sorted.keep((70..100).map(receipt).collect());
        let mut ids = Vec::new();
        let each = &mut |receipt: ArticleReceipt| {
            ids.push(receipt.id);
            Ok(())
        };
        sorted.each(each).unwrap();
        let expected: Vec<String> = (0..100).map(|n| format!("{n:03}")).collect();
        assert_eq!(ids, expected);
    }
}
