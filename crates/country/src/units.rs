//! Offices: the ministry's departments, police and immigration of every province, districts and
//! communes (all of Binh Duong, two communes of three districts elsewhere), one call centre.

use crate::places::{PROVINCES, Province};

pub(crate) struct Unit {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) kind: &'static str,
    pub(crate) level: &'static str,
    pub(crate) parent: String,
    pub(crate) province: &'static str,
    pub(crate) address: String,
    pub(crate) phone: &'static str,
}

pub(crate) fn all() -> Vec<Unit> {
    let ministry = |code: &str, kind, name: &str, address: &str, phone| Unit {
        code: code.into(),
        name: name.into(),
        kind,
        level: "ministry",
        parent: String::new(),
        province: "",
        address: address.into(),
        phone,
    };
    let mut units = vec![
        ministry(
            "C06",
            "police",
            "Cục Cảnh sát quản lý hành chính về trật tự xã hội, Bộ Công an",
            "Số 47 Phạm Văn Đồng, Hà Nội",
            "",
        ),
        ministry(
            "A08",
            "immigration",
            "Cục Quản lý xuất nhập cảnh, Bộ Công an",
            "Số 44-46 Trần Phú, Hà Nội",
            "",
        ),
        ministry(
            "TD1900",
            "call_centre",
            "Tổng đài hỗ trợ định danh điện tử",
            "Hà Nội",
            "19000368",
        ),
    ];
    units.extend(PROVINCES.iter().flat_map(of_province));
    units
}

fn of_province(province: &'static Province) -> Vec<Unit> {
    let code = province.code;
    let unit = |code: String, name: String, kind, level, parent: &str, address: &str| Unit {
        code,
        name,
        kind,
        level,
        parent: parent.into(),
        province: province.code,
        address: address.into(),
        phone: "",
    };
    let office = province.titled();
    let seat = format!("{}, {office}", province.districts[0]);
    let police = format!("CA{code}");
    let order = format!("Phòng Cảnh sát quản lý hành chính về trật tự xã hội, Công an {office}");
    let border = format!("Phòng Quản lý xuất nhập cảnh, Công an {office}");
    let mut units = vec![
        unit(police.clone(), order, "police", "province", "C06", &seat),
        unit(
            format!("XC{code}"),
            border,
            "immigration",
            "province",
            "A08",
            &seat,
        ),
    ];
    let communes_shown = if code == "074" { usize::MAX } else { 2 };
    for (place, district, communes) in province.map() {
        let above = format!("{police}.{place}");
        let place = format!("{district}, {office}");
        let name = format!("Công an {place}");
        units.push(unit(
            above.clone(),
            name,
            "police",
            "district",
            &police,
            &place,
        ));
        for (commune, count) in communes.into_iter().zip(1..).take(communes_shown) {
            let (code, name) = (
                format!("{above}.{count:02}"),
                format!("Công an {commune}, {district}"),
            );
            let place = format!("{commune}, {place}");
            units.push(unit(code, name, "police", "commune", &above, &place));
        }
    }
    units
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_unit_has_its_own_code_and_a_parent_that_exists() {
        let units = all();
        let codes: HashSet<_> = units.iter().map(|unit| unit.code.as_str()).collect();
        assert_eq!(codes.len(), units.len());
        for unit in &units {
            assert!(
                unit.parent.is_empty() || codes.contains(unit.parent.as_str()),
                "{}",
                unit.code
            );
        }
        let communes = units
            .iter()
            .filter(|u| u.province == "074" && u.level == "commune");
        assert_eq!(communes.count(), 91);
    }
}
