//! Nodes are killed while articles are loaded.

use std::collections::BTreeMap;

use dateline::archive::Searcher;
use dateline::cluster::{Address, Cluster};

use crate::engine::{address_of, await_green, counts_by_copy, manager, script};
use crate::{is_slow, load_at, new_name, node, numbered, request};

/// How many nodes tests/cluster/run.sh has started.
const NODES: usize = 3;

/// A node is killed while articles are loaded: what was acknowledged is found, none twice, in each copy once the node is back. Every other time
/// it is the node that manages the cluster.
#[test]
fn a_node_is_killed() {
    let count: u64 = if is_slow() { 6_000 } else { 3_000 };
    let (_dir, archive) = numbered(count as usize);
    let rounds = if is_slow() { 20 } else { 2 };
    for round in 0..rounds {
        let manager = manager(&node());
        let others: Vec<usize> = (1..=NODES).filter(|at| *at != manager).collect();
        let victim = if round % 2 == 0 {
            manager
        } else {
            others[round / 2 % others.len()]
        };
        let survivor = address_of(if victim == others[0] {
            manager
        } else {
            others[0]
        });
        let name = new_name("killed");
        let address = || Address::parse(&format!("{survivor}/{name}")).unwrap();
        // At another moment of the load each time.
        let moment = 1 + round % 4;
        let mut batches = 0;
        let loaded = load_at(&archive, address(), 3, &mut |_| {
            batches += 1;
            if batches == moment {
                // What has one copy only is gone with its node until that is back.
                await_green(&survivor, &name, NODES as u64);
                script(&["kill", &victim.to_string()], &[]);
            }
        });
        let found = |archive: &dyn Searcher| archive.search(&request("everywhere")).unwrap().total;
        assert_eq!(loaded.unwrap().written, count, "round {round}");
        let cluster = Cluster::open(address(), None, None).unwrap();
        assert_eq!(found(&cluster), count, "round {round}");
        script(&["start-node", &victim.to_string()], &[]);
        await_green(&survivor, &name, NODES as u64);
        // By a word and of each copy: a count of documents hides words that a copy has lost.
        let mut by_shard: BTreeMap<String, Vec<u64>> = BTreeMap::new();
        for (shard, found) in counts_by_copy(&survivor, &name, "written:everywhere") {
            by_shard.entry(shard).or_default().push(found);
        }
        let same = |copies: &Vec<u64>| copies.len() == 2 && copies[0] == copies[1];
        assert!(by_shard.values().all(same), "round {round}: {by_shard:?}");
        let sum: u64 = by_shard.values().map(|copies| copies[0]).sum();
        assert_eq!(sum, count, "round {round}: {by_shard:?}");
        println!(
            "round {round}: node {victim} killed after batch {moment}, manager {manager}: nothing lost"
        );
    }
}
