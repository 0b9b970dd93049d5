//! Adds up a file of orders. Its lines are `number,customer,currency,total,refunded,reason`, below a header.

use std::collections::BTreeMap;
use std::io::Read;

use serde::{Deserialize, Serialize};

use crate::money::{amount, cents, percent};

#[derive(Deserialize)]
struct Order {
    number: String,
    currency: String,
    total: String,
    refunded: String,
    reason: String,
}

#[derive(Serialize, Debug, PartialEq)]
pub struct Summary {
    pub orders: u64,
    pub refunded_orders: u64,
    pub currencies: Vec<Currency>,
    pub reasons: Vec<Reason>,
}

#[derive(Serialize, Debug, PartialEq)]
pub struct Currency {
    pub currency: String,
    pub total: String,
    pub refunded: String,
    /// In percent of the total.
    pub share: String,
}

#[derive(Serialize, Debug, PartialEq)]
pub struct Reason {
    pub reason: String,
    pub orders: u64,
}

/// A file that can't be added up. The text says where and why.
#[derive(Debug)]
pub struct WrongFile(pub String);

/// Reads the orders one by one, so that a file of any size fits into memory.
pub fn summary(file: impl Read) -> Result<Summary, WrongFile> {
    let (mut orders, mut refunded_orders) = (0, 0);
    let mut sums: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    let mut reasons: BTreeMap<String, u64> = BTreeMap::new();
    for read in csv::Reader::from_reader(file).deserialize::<Order>() {
        let order = read.map_err(|why| WrongFile(format!("The file is no file of export_orders: {why}.")))?;
        let money = |text: &str| {
            let wrong = || WrongFile(format!("The order {} has the amount {text:?}. Allowed is one like 19.90.", order.number));
            cents(text).ok_or_else(wrong)
        };
        let sum = sums.entry(order.currency.clone()).or_default();
        add(&mut sum.0, money(&order.total)?)?;
        orders += 1;
        if !order.refunded.is_empty() {
            add(&mut sum.1, money(&order.refunded)?)?;
            refunded_orders += 1;
            *reasons.entry(order.reason).or_default() += 1;
        }
    }
    let currencies = sums.into_iter().map(|(currency, (total, refunded))| Currency {
        currency,
        total: amount(total),
        refunded: amount(refunded),
        share: percent(refunded, total),
    });
    let mut reasons: Vec<Reason> = reasons.into_iter().map(|(reason, orders)| Reason { reason, orders }).collect();
    // Reasons that are as frequent stay in the order of the alphabet.
    reasons.sort_by_key(|reason| std::cmp::Reverse(reason.orders));
    Ok(Summary { orders, refunded_orders, currencies: currencies.collect(), reasons })
}

fn add(sum: &mut u64, cents: u64) -> Result<(), WrongFile> {
    *sum = sum.checked_add(cents).ok_or_else(|| WrongFile("The amounts are too big to be added.".into()))?;
    Ok(())
}

impl Summary {
    /// Returns the summary as a page for people.
    pub fn markdown(&self) -> String {
        let mut page = format!("# Refunds\n\n{} of {} orders were refunded.\n", self.refunded_orders, self.orders);
        page += "\n| currency | total | refunded | share |\n|---|---|---|---|\n";
        for each in &self.currencies {
            page += &format!("| {} | {} | {} | {} % |\n", each.currency, each.total, each.refunded, each.share);
        }
        page += "\n| reason | orders |\n|---|---|\n";
        for each in &self.reasons {
            page += &format!("| {} | {} |\n", each.reason, each.orders);
        }
        page
    }
}

#[cfg(test)]
mod tests {
    use super::summary;

    const HEADER: &str = "number,customer,currency,total,refunded,reason\n";

    #[test]
    fn currencies_are_added_apart_and_the_most_frequent_reason_is_first() {
        let lines =
            "A,Ada,EUR,100.00,25.50,late\nB,\"Bell, A.\",USD,7.00,,\nC,Cid,EUR,0.10,0.10,damaged\nD,Dan,EUR,1.00,1.00,late\n";
        let found = summary(format!("{HEADER}{lines}").as_bytes()).unwrap();
        let shown = serde_json::to_value(&found).unwrap();
        assert_eq!(
            shown,
            serde_json::json!({
                "orders": 4, "refunded_orders": 3,
                "currencies": [
                    {"currency": "EUR", "total": "101.10", "refunded": "26.60", "share": "26.3"},
                    {"currency": "USD", "total": "7.00", "refunded": "0.00", "share": "0.0"}
                ],
                "reasons": [{"reason": "late", "orders": 2}, {"reason": "damaged", "orders": 1}]
            })
        );
        let page = found.markdown();
        assert!(page.starts_with("# Refunds\n\n3 of 4 orders were refunded.\n"));
        assert!(page.contains("| EUR | 101.10 | 26.60 | 26.3 % |\n"));
        assert!(page.ends_with("| late | 2 |\n| damaged | 1 |\n"));
    }

    #[test]
    fn a_shop_without_orders_has_no_refunds() {
        let found = summary(HEADER.as_bytes()).unwrap();
        assert_eq!((found.orders, found.refunded_orders, found.currencies.len(), found.reasons.len()), (0, 0, 0, 0));
    }

    #[test]
    fn a_file_that_is_another_one_is_refused_with_its_place() {
        for (text, why) in [
            ("a,b\n1,2\n", "The file is no file of export_orders: "),
            ("number,customer,currency,total,refunded,reason\nA,Ada,EUR,1.5,,\n", "The order A has the amount \"1.5\"."),
            ("number,customer,currency,total,refunded,reason\nA,Ada,EUR\n", "The file is no file of export_orders: "),
        ] {
            let refused = summary(text.as_bytes()).unwrap_err().0;
            assert!(refused.starts_with(why), "{refused}");
        }
    }
}
