//! What two bags have in common.

/// Number of items common to two sorted lists, each counted as often as in the list that has it less often.
pub(crate) fn shared_count<T: Ord>(left: &[T], right: &[T]) -> usize {
    let (mut at, mut to, mut shared) = (0, 0, 0);
    while let (Some(one), Some(other)) = (left.get(at), right.get(to)) {
        let order = one.cmp(other);
        shared += usize::from(order.is_eq());
        at += usize::from(order.is_le());
        to += usize::from(order.is_ge());
    }
    shared
}

#[cfg(test)]
mod tests {
    use super::shared_count;

    #[test]
    fn counts_are_clipped() {
        assert_eq!(shared_count(&[1, 1, 1, 2, 4], &[1, 1, 3, 4, 4]), 3);
        assert_eq!(shared_count(&["a"], &[]), 0);
    }
}
