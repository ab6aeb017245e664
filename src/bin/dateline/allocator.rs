//! What glibc's allocator keeps of freed memory.

/// How large a block is that goes back to the system as soon as it is freed, in bytes.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const GIVEN_BACK: libc::c_int = 1 << 20;

/// Keeps little of what is freed: one arena a processor instead of eight, and large blocks given back whatever their sizes before. A run whose
/// memory is bounded makes and drops tables of megabytes on many threads; each arena would keep its own.
///
/// To be called before threads are started.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub(crate) fn prepare() {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let arenas = libc::c_int::try_from(processors).unwrap_or(libc::c_int::MAX);
    let set = |option, value| {
        // SAFETY: `mallopt` takes two numbers, and may be called at any time.
        #[allow(unsafe_code)]
        unsafe {
            libc::mallopt(option, value)
        }
    };
    set(libc::M_ARENA_MAX, arenas);
    set(libc::M_MMAP_THRESHOLD, GIVEN_BACK);
    set(libc::M_TRIM_THRESHOLD, GIVEN_BACK);
}

/// Other allocators have no such settings.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub(crate) fn prepare() {}
