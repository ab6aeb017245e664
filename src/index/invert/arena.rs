//! Byte lists that grow, many of them, in one buffer.

/// Bytes of a list's first chunk. Most terms stand in one document only, which takes four to eight bytes.
const FIRST_CHUNK: u32 = 8;

/// Sizes of chunks: the last is 4 KB.
const SIZES: u8 = 10;

/// Bytes of the link to the next chunk, which stands behind each chunk.
const LINK: usize = size_of::<u32>();

/// The chunks of all lists.
#[derive(Debug, Default)]
pub(super) struct Arena {
    bytes: Vec<u8>,
}

/// Where one list stands. Each of its chunks is twice as long as the one before, up to 4 KB: short lists waste little, and long ones
/// are read in few pieces.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct ByteList {
    /// The first chunk.
    first: u32,
    /// Where the next byte goes: the end of the last chunk when that is full.
    next: u32,
    /// Bytes of the list.
    len: u32,
    /// Bytes left in the last chunk.
    room: u16,
    /// How many chunks there are, counted up to [`SIZES`].
    chunks: u8,
}

/// The size of the chunk that follows so many others.
fn chunk_size(chunks: u8) -> u32 {
    FIRST_CHUNK << chunks.min(SIZES - 1)
}

impl Arena {
    /// Appends bytes to a list.
    pub(super) fn append(&mut self, list: &mut ByteList, mut data: &[u8]) {
        list.len += data.len() as u32;
        while !data.is_empty() {
            if list.room == 0 {
                self.add_chunk(list);
            }
            let fitting = data.len().min(usize::from(list.room));
            let (now, later) = data.split_at(fitting);
            self.write(list.next as usize, now);
            list.next += fitting as u32;
            list.room -= fitting as u16;
            data = later;
        }
    }

    fn add_chunk(&mut self, list: &mut ByteList) {
        let size = chunk_size(list.chunks);
        let at = u32::try_from(self.bytes.len()).expect("shards are written long before 4 GB");
        let end = self.bytes.len() + size as usize + LINK;
        self.bytes.resize(end, 0);
        if list.chunks == 0 {
            list.first = at;
        } else {
            self.write(list.next as usize, &at.to_le_bytes());
        }
        list.next = at;
        list.room = size as u16;
        list.chunks = (list.chunks + 1).min(SIZES);
    }

    fn write(&mut self, at: usize, data: &[u8]) {
        if let Some(to) = self.bytes.get_mut(at..at + data.len()) {
            to.copy_from_slice(data);
        }
    }

    /// Reads a whole list into `out`.
    pub(super) fn read(&self, list: &ByteList, out: &mut Vec<u8>) {
        out.clear();
        let mut at = list.first as usize;
        let mut left = list.len as usize;
        let mut chunks = 0;
        while left > 0 {
            let size = (chunk_size(chunks) as usize).min(left);
            let Some(chunk) = self.bytes.get(at..at + size) else {
                break;
            };
            out.extend_from_slice(chunk);
            left -= size;
            // Behind the last chunk stands no link yet; what is read there is not used.
            let link = self.bytes.get(at + size..).and_then(<[u8]>::first_chunk);
            at = u32::from_le_bytes(link.copied().unwrap_or_default()) as usize;
            chunks = (chunks + 1).min(SIZES);
        }
    }

    /// Bytes of memory.
    pub(super) fn memory(&self) -> usize {
        self.bytes.len()
    }
}

#[cfg(test)]
mod tests {
    use super::{Arena, ByteList};

    #[test]
    fn reads_what_was_appended() {
        let mut arena = Arena::default();
        let mut lists = [ByteList::default(); 3];
        let mut expected = [const { Vec::new() }; 3];
        for step in 0..4000_usize {
            let piece: Vec<u8> = (0..step % 23).map(|byte| (step + byte) as u8).collect();
            let at = step % 7 % 3;
            arena.append(&mut lists[at], &piece);
            expected[at].extend(piece);
        }
        let mut found = vec![1, 2, 3];
        for (list, expected) in lists.iter().zip(&expected) {
            arena.read(list, &mut found);
            assert_eq!(&found, expected);
        }
        arena.read(&ByteList::default(), &mut found);
        assert!(found.is_empty());
    }
}
