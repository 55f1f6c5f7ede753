use std::collections::BTreeMap;

use app::cleaning::Correct;
use domain::person::BirthDate;
use testkit::subscribers::{Known, Labelled, country, every_mark, subscribers};

use super::{How, Kit, POPULATION, USUAL};

/// A synthetic country's register, and a person for each Vietnamese letter.
fn register(folder: &std::path::Path) -> (String, Vec<Known>) {
    country(folder, 3_000, 59);
    let file = std::fs::read_to_string(folder.join("population.csv")).unwrap();
    let mut rows: String = file
        .lines()
        .skip(1)
        .map(|line| {
            // Columns as the tests' header has them: the last, `ward`, is left out.
            let cut = line.rfind(',').unwrap();
            format!("{}\n", &line[..cut])
        })
        .collect();
    for (at, name) in every_mark().iter().enumerate() {
        rows += &format!(
            "0960990{at:05},,{name},1999-{:02}-{:02},male,096,x,living,,,\n",
            1 + at % 12,
            1 + at % 28
        );
    }
    let mut reader = csv_lines(&rows);
    let people = reader.drain(..).map(|fields| Known {
        number: fields[0].clone(),
        old: Some(fields[1].clone()).filter(|old| !old.is_empty()),
        name: fields[2].clone(),
        birth: BirthDate::parse(&fields[3]).unwrap(),
        sex: fields[4].clone(),
        dead: fields[7] == "dead",
    });
    let people = people.collect();
    (rows, people)
}

fn csv_lines(rows: &str) -> Vec<Vec<String>> {
    let mut fields = Vec::new();
    rows.lines()
        .map(|line| {
            domain::registers::line::split(line, &mut fields).unwrap();
            fields.iter().map(ToString::to_string).collect()
        })
        .collect()
}

/// Least precision and recall of each verdict.
const FLOORS: [(&str, f64, f64); 7] = [
    ("exact", 1.0, 1.0),
    ("likely", 0.995, 0.99),
    ("conflict", 0.99, 0.97),
    ("deceased", 1.0, 0.99),
    ("duplicate-number", 1.0, 1.0),
    ("not-found", 0.95, 1.0),
    ("malformed", 1.0, 1.0),
];

// law: R50-2
#[tokio::test]
async fn verdicts_are_right_on_rows_whose_errors_are_known() {
    let kit = Kit::sqlite().await;
    assert_eq!(POPULATION.matches(',').count(), 10);
    let (rows, people) = register(kit.folder.path());
    kit.people(&rows).await;
    let mut labelled = subscribers(&people, 18 * 600, 50);
    // Everybody whose name has a certain mark, as held.
    for (at, person) in people.iter().rev().take(every_mark().len()).enumerate() {
        let row = [
            format!("08{at:08}"),
            person.number.clone(),
            person.name.clone(),
            person.birth.to_iso(),
            String::new(),
        ];
        labelled.push(Labelled {
            row,
            verdict: "exact",
            kind: "every-mark",
            number: person.number.clone(),
        });
    }
    let mut text = "phone,cccd,name,dob,sex\n".to_owned();
    for one in &labelled {
        let [phone, number, name, birth, sex] = &one.row;
        text += &format!("{phone},\"{number}\",{name},{birth},{sex}\n");
    }
    let correct = Correct {
        name: true,
        number: true,
    };
    kit.cleaned(&text, &How { correct, ..USUAL }).await.unwrap();
    let got = verdicts(&kit);
    let mut table: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    for one in &labelled {
        let key = (one.row[0].as_str(), one.kind == "repeated");
        let (verdict, number) = &got[&(key.0.to_owned(), key.1)];
        *table.entry((one.verdict, verdict.as_str())).or_default() += 1;
        let right = number.is_empty() || *number == one.number;
        assert!(right, "{}: somebody else's number", one.kind);
    }
    for (verdict, precision, recall) in FLOORS {
        let sum = |fits: &dyn Fn(&(&str, &str)) -> bool| -> f64 {
            table
                .iter()
                .filter(|(key, _)| fits(key))
                .map(|(_, n)| f64::from(*n))
                .sum()
        };
        let right = sum(&|key| *key == (verdict, verdict));
        let said = sum(&|(_, said)| *said == verdict);
        let meant = sum(&|(meant, _)| *meant == verdict);
        println!(
            "{verdict:16} precision {:.4} recall {:.4} of {meant}",
            right / said,
            right / meant
        );
        assert!(meant >= 20.0, "{verdict}: too few to tell");
        assert!(
            right >= precision * said,
            "{verdict}: {right} of {said} {table:?}"
        );
        assert!(
            right >= recall * meant,
            "{verdict}: {right} of {meant} {table:?}"
        );
    }
}

/// Verdict and corrected number by telephone number and whether it is a later row with it.
fn verdicts(kit: &Kit) -> BTreeMap<(String, bool), (String, String)> {
    let mut all = BTreeMap::new();
    for fields in csv_lines(&kit.result("cleaned.csv")).into_iter().skip(1) {
        let later = fields[5] == "duplicate-number";
        all.insert(
            (fields[0].clone(), later),
            (fields[5].clone(), fields[8].clone()),
        );
    }
    for fields in csv_lines(&kit.result("rejects.csv")).into_iter().skip(1) {
        let phone = fields[3].split(',').next().unwrap().to_owned();
        all.insert((phone, false), ("malformed".to_owned(), String::new()));
    }
    all
}
