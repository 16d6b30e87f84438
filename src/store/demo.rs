//! Cases to look at: five invented dogs, five real dogs and four real people.
//!
//! The files are written from data by a test, so that none can drift from what it says.

use super::case_file::{CaseFile, CaseFileError, from_text};

/// A case that comes with the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Demo {
    /// A stable name, also that of its file.
    pub id: &'static str,
    /// What a list shows.
    pub title: &'static str,
    /// What there is to see in it, one or two sentences.
    pub what_it_shows: &'static str,
    /// Invented for demonstration; otherwise measured on a real patient, whose source the case names.
    pub invented: bool,
    /// The case file.
    pub text: &'static str,
}

impl Demo {
    /// The demo of this name.
    pub fn of_id(id: &str) -> Option<&'static Self> {
        DEMOS.iter().find(|demo| demo.id == id)
    }

    /// The case in it.
    ///
    /// # Errors
    /// [`CaseFileError`], which a test keeps from happening.
    pub fn open(&self) -> Result<CaseFile, CaseFileError> {
        from_text(self.text)
    }
}

/// Every demo, invented ones first.
pub const fn all() -> &'static [Demo] {
    &DEMOS
}

macro_rules! file {
    ($id:literal) => {
        include_str!(concat!("../../assets/demo/", $id, ".reassess.ron"))
    };
}

static DEMOS: [Demo; 14] = [
    Demo {
        id: "first_enlargement",
        title: "Bella: first enlargement in week 6",
        what_it_shows: "The sum crosses the progression line for the first time, the dog is well, and nobody can tell \
                        yet. The next look decides.",
        invented: true,
        text: file!("first_enlargement"),
    },
    Demo {
        id: "swelling_then_shrink",
        title: "Rosie: swelling, then shrink",
        what_it_shows: "A rise in week 6 in a dog that stays well, then a fall of more than 30 % off the peak on the \
                        same therapy.",
        invented: true,
        text: file!("swelling_then_shrink"),
    },
    Demo {
        id: "steady_rise",
        title: "Bruno: steady rise",
        what_it_shows: "A rise that goes on at the recheck, with worse signs and a new lesion: true progression, \
                        confirmed.",
        invented: true,
        text: file!("steady_rise"),
    },
    Demo {
        id: "switch_of_measurer",
        title: "Coco: another hand on the calipers",
        what_it_shows: "The size crosses the progression line on the day someone else measures. The rise is within \
                        what two people differ by.",
        invented: true,
        text: file!("switch_of_measurer"),
    },
    Demo {
        id: "red_flag_airway",
        title: "Max: cannot wait",
        what_it_shows: "Rapid growth beside the airway with labored breathing. Whether it is swelling or growth, this \
                        dog must not wait for a recheck.",
        invented: true,
        text: file!("red_flag_airway"),
    },
    Demo {
        id: "real_dog_d01",
        title: "Real dog D-01: shrink, then regrowth",
        what_it_shows: "A brain tumor that halved under a vaccine and grew back from week 23 on. Volumes from MRI.",
        invented: false,
        text: file!("real_dog_d01"),
    },
    Demo {
        id: "real_dog_d02",
        title: "Real dog D-02: slow growth",
        what_it_shows: "A brain tumor that hardly changed for 13 weeks and then grew. Volumes from MRI.",
        invented: false,
        text: file!("real_dog_d02"),
    },
    Demo {
        id: "real_dog_d07",
        title: "Real dog D-07: a fall with a doubt",
        what_it_shows: "A deep response, a regrowth in week 38, and a fall after the dog had left the trial: other \
                        treatment may explain it. Volumes from MRI.",
        invented: false,
        text: file!("real_dog_d07"),
    },
    Demo {
        id: "real_dog_d09",
        title: "Real dog D-09: a lasting response",
        what_it_shows: "A brain tumor that fell to an eighth and stayed there for over a year. The wobble afterwards \
                        is measurement error. Volumes from MRI.",
        invented: false,
        text: file!("real_dog_d09"),
    },
    Demo {
        id: "real_dog_d10",
        title: "Real dog D-10: growth after a quiet start",
        what_it_shows: "Three scans: no change, then more than double. Volumes from MRI.",
        invented: false,
        text: file!("real_dog_d10"),
    },
    Demo {
        id: "real_person_rise_then_fall",
        title: "Real person L3-0341: rise, then fall",
        what_it_shows: "A lung cancer lesion that grew by 46 % in week 5 under atezolizumab, held, and then all but \
                        vanished.",
        invented: false,
        text: file!("real_person_rise_then_fall"),
    },
    Demo {
        id: "real_person_up_and_back",
        title: "Real person L4-0568: up and straight back",
        what_it_shows: "A lung cancer lesion that grew by 48 % in week 5 under atezolizumab and was smaller than at \
                        the start at the next scan; a second jump in week 44 did the same.",
        invented: false,
        text: file!("real_person_up_and_back"),
    },
    Demo {
        id: "real_person_progression",
        title: "Real person L3-0119: progression",
        what_it_shows: "A lung cancer lesion that grew at every scan under atezolizumab.",
        invented: false,
        text: file!("real_person_progression"),
    },
    Demo {
        id: "real_person_sum",
        title: "Real person I-005: a sum that keeps rising",
        what_it_shows: "Only the sum of all target lesions is known, as in many trials. Under pembrolizumab it rose \
                        at every scan.",
        invented: false,
        text: file!("real_person_sum"),
    },
];
