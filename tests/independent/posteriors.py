#!/usr/bin/env python3
"""Recomputes posteriors from assets/rules.ron, knowing nothing of the program.

    python3 tests/independent/posteriors.py > tests/data/posteriors.csv

Each case below names its prior, the levels that a reader of the record finds by RULES 3, 4 and domain.md 6.4, and
whether a confounder damps. The sum is the one printed in domain.md 5.5:

    logit(posterior) = logit(prior) + 0.7 x (0.5 if damped) x sum of ln ratio

held to 0.03 to 0.85 unless tissue or ctDNA is in it; a prior outside those bounds is not moved by them.
`tests/it/posteriors.rs` builds the same records and compares prior, levels and posterior.
"""

import math
import pathlib
import re

RULES = (pathlib.Path(__file__).parents[2] / "assets" / "rules.ron").read_text(encoding="utf-8")
RATIO = {m[1]: float(m[2]) for m in re.finditer(r'level: "(\w+)", lr: ([\d.]+)', RULES)}
PRIOR = {m[1]: float(m[2]) for m in re.finditer(r'key: "(\w+)", p: ([\d.]+)', RULES)}


def number(name):
    return float(re.search(rf"\b{name}: ([\d.]+)", RULES)[1])


CASES = [
    ("classic", "systemic", "timing_2_to_8_weeks status_stable rise_30_to_40_percent new_none_by_imaging", False),
    ("week_1", "systemic", "timing_under_2_weeks rise_20_to_30_percent", False),
    ("week_6", "systemic", "timing_2_to_8_weeks rise_20_to_30_percent", False),
    ("week_10", "systemic", "timing_8_to_12_weeks rise_40_to_60_percent", False),
    ("week_14", "systemic", "timing_12_to_16_weeks rise_60_to_100_percent", False),
    ("week_20", "systemic", "timing_16_to_26_weeks rise_100_percent_on", False),
    ("week_26", "systemic", "timing_26_weeks_on rise_20_to_30_percent", False),
    ("improved", "systemic", "timing_2_to_8_weeks status_improved rise_20_to_30_percent", False),
    ("mildly_worse", "systemic", "timing_2_to_8_weeks status_mildly_worse rise_20_to_30_percent", False),
    ("worse", "systemic", "timing_2_to_8_weeks status_worse rise_20_to_30_percent", False),
    ("severe", "systemic", "timing_2_to_8_weeks status_severe rise_20_to_30_percent", False),
    ("examined_only", "systemic", "timing_2_to_8_weeks rise_20_to_30_percent new_none_by_examination", False),
    ("one_new", "systemic", "timing_2_to_8_weeks rise_20_to_30_percent new_one", False),
    ("new_organ", "systemic", "timing_2_to_8_weeks rise_20_to_30_percent new_several_or_new_organ", False),
    ("vaccine_ldh", "vaccine", "timing_2_to_8_weeks rise_20_to_30_percent ldh_normal_or_falling", False),
    ("people", "human", "timing_2_to_8_weeks rise_20_to_30_percent", False),
    ("not_immune", "not_immune", "timing_2_to_8_weeks rise_20_to_30_percent", False),
    ("ctdna_up", "systemic", "timing_2_to_8_weeks rise_20_to_30_percent ctdna_unfavorable", False),
    ("viable_tumor", "systemic", "timing_2_to_8_weeks status_worse rise_20_to_30_percent biopsy_viable_tumor", False),
    ("tissue_and_ctdna", "systemic",
     "timing_2_to_8_weeks rise_20_to_30_percent ctdna_favorable biopsy_inflammation", False),
    ("ultrasound_nlr", "systemic",
     "timing_2_to_8_weeks rise_20_to_30_percent nlr_falling ultrasound_hypovascular", False),
    ("pet_and_activity", "systemic",
     "timing_2_to_8_weeks rise_20_to_30_percent pet_no_progression immune_activity", False),
    ("responded_first", "systemic", "timing_8_to_12_weeks rise_20_to_30_percent responded_first", False),
    ("steroid", "systemic", "timing_2_to_8_weeks status_worse rise_20_to_30_percent", True),
    ("held_at_the_floor", "vaccine", "timing_2_to_8_weeks status_severe rise_60_to_100_percent", False),
]


def posterior(prior, levels, damped):
    weight = number("damping") * (number("confounder_factor") if damped else 1.0)
    total = sum(math.log(RATIO[level]) for level in levels)
    value = 1.0 / (1.0 + math.exp(-(math.log(prior / (1.0 - prior)) + weight * total)))
    if any(level.startswith(("ctdna", "biopsy")) for level in levels):
        return value
    return min(max(value, min(number("posterior_least"), prior)), max(number("posterior_most"), prior))


print("case,prior,damped,levels,posterior")
for name, key, levels, damped in CASES:
    levels = levels.split()
    print(f"{name},{key},{int(damped)},{' '.join(levels)},{posterior(PRIOR[key], levels, damped):.6f}")
