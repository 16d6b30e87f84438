//! The app without its window: a session, its background and a disk in memory, driven as the window drives them.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::date;
use reassess::app::command::{Answer, Command, Effect};
use reassess::app::event::Event;
use reassess::app::perform::Background;
use reassess::app::session::Session;
use reassess::domain::Case;
use reassess::rules::Rules;
use reassess::store::{Disk, MemoryDisk, Paths, Settings};

/// One running program.
pub(crate) struct App {
    /// Its state.
    pub(crate) session: Session,
    background: Background,
    /// What every file dialog is answered with.
    pub(crate) chosen: PathBuf,
    /// Whether the program has closed itself.
    pub(crate) closed: bool,
}

impl App {
    /// Starts the program on a disk, in a home of its own name.
    pub(crate) fn start(disk: &MemoryDisk, home: &str, who: &str) -> Self {
        Self::start_on(Arc::new(disk.clone()), Path::new(home), who)
    }

    /// Starts the program on any disk.
    pub(crate) fn start_on(disk: Arc<dyn Disk>, home: &Path, who: &str) -> Self {
        let rules = Rules::shipped().unwrap();
        let paths = Paths::under(home);
        let (settings, _) = Settings::load(disk.as_ref(), &paths);
        let mut app = Self {
            session: Session::new(rules, settings, date(2026, 4, 24)),
            background: Background::new(disk, paths, rules).known_as(who.to_owned()),
            chosen: PathBuf::new(),
            closed: false,
        };
        app.command(Command::Begin { warning: None, folder: PathBuf::new() });
        app
    }

    /// Carries out a command and everything that follows from it.
    pub(crate) fn command(&mut self, command: Command) {
        let effects = self.session.handle(command);
        self.perform(effects);
    }

    /// Answers the open question.
    pub(crate) fn answer(&mut self, answer: Answer) {
        self.command(Command::Answer(answer));
    }

    /// Lets the time pass after which the background looks around.
    pub(crate) fn idle(&mut self) {
        let events = self.background.idle();
        self.absorb(events);
    }

    /// The case as shown.
    pub(crate) fn case(&self) -> Arc<Case> {
        Arc::clone(self.session.document.case())
    }

    /// The message in the foot.
    pub(crate) fn notice(&self) -> String {
        self.session.notice.as_ref().map(|notice| notice.text.clone()).unwrap_or_default()
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            let events = match effect {
                Effect::Close => {
                    self.closed = true;
                    Vec::new()
                }
                Effect::Pick { pick, .. } => vec![Event::Picked { pick, path: Some(self.chosen.clone()) }],
                other => self.background.perform(other),
            };
            self.absorb(events);
        }
    }

    fn absorb(&mut self, events: Vec<Event>) {
        for event in events {
            let effects = self.session.absorb(event);
            self.perform(effects);
        }
    }
}
