//! Work on many records: on all cores if the feature `parallel` is on, the results in the order of the records.

/// Calls `work` for every number below `count`; `start` makes what one thread keeps from one call to the next.
#[cfg(feature = "parallel")]
pub(crate) fn in_order<S, T: Send>(
    count: usize,
    start: impl Fn() -> S + Send + Sync,
    work: impl Fn(&mut S, usize) -> T + Send + Sync,
) -> Vec<T> {
    use rayon::iter::{IntoParallelIterator, ParallelIterator};

    (0..count).into_par_iter().map_init(start, work).collect()
}

/// Calls `work` for every number below `count`; `start` makes what is kept from one call to the next.
#[cfg(not(feature = "parallel"))]
pub(crate) fn in_order<S, T>(count: usize, start: impl Fn() -> S, work: impl Fn(&mut S, usize) -> T) -> Vec<T> {
    let mut kept = start();
    (0..count).map(|at| work(&mut kept, at)).collect()
}
