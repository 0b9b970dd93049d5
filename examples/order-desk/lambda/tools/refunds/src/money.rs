//! Amounts of money in cents: a float would lose some.

/// Returns an amount like `19.90` in cents. None: it is no such text.
pub fn cents(text: &str) -> Option<u64> {
    let (whole, part) = text.split_once('.')?;
    let only_digits = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if part.len() != 2 || !only_digits(whole) || !only_digits(part) {
        return None;
    }
    whole.parse::<u64>().ok()?.checked_mul(100)?.checked_add(part.parse().ok()?)
}

/// Returns cents as text, like `19.90`.
pub fn amount(cents: u64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

/// Returns the share of a part in percent, with one digit after the point. It is rounded half up.
pub fn percent(part: u64, whole: u64) -> String {
    if whole == 0 {
        return "0.0".into();
    }
    let tenths = (u128::from(part) * 2000 + u128::from(whole)) / (u128::from(whole) * 2);
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::{amount, cents, percent};

    #[test]
    fn an_amount_is_exact_in_cents_and_back() {
        for (text, value) in [("0.00", 0), ("19.90", 1990), ("184467440737095516.15", u64::MAX)] {
            assert_eq!(cents(text), Some(value));
            assert_eq!(amount(value), text);
        }
        for wrong in ["", "1", "1.5", "1.555", "-1.00", ".50", "1,50", "184467440737095516.16", "1.+5"] {
            assert_eq!(cents(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_share_is_rounded_half_up() {
        assert_eq!(
            [percent(1, 3), percent(1, 2000), percent(1, 2001), percent(5, 5), percent(0, 0)],
            ["33.3", "0.1", "0.0", "100.0", "0.0"]
        );
        assert_eq!(percent(u64::MAX, u64::MAX), "100.0");
    }
}
