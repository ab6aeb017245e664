//! What a paragraph looks like: the paragraphs of one article look alike.
use crate::clean::html::parse::dom::{Dom, NodeId};
use crate::clean::html::parse::tag::Tag;

/// What a paragraph looks like: the names of its box and of the box around it.
pub(crate) type Look = u64;

/// The look of the runs in a box.
pub(crate) fn look(dom: &Dom, node: NodeId) -> Look {
    let parent = dom.parent(node);
    let name = |id: Option<NodeId>| {
        id.and_then(|id| dom.element(id))
            .map_or((Tag::Other, ""), |e| {
                (e.tag, e.attr("class").unwrap_or_default())
            })
    };
    let ((tag, class), (parent_tag, parent_class)) = (name(Some(node)), name(parent));
    if class.is_empty() && parent_class.is_empty() {
        return 0;
    }
    let text = format!("{tag:?} {class}\n{parent_tag:?} {parent_class}");
    xxhash_rust::xxh3::xxh3_64(text.as_bytes())
}
