//! The few things remembered between runs, tolerant of damage.

use std::io;
use std::path::{Path, PathBuf};

use ron::extensions::Extensions;
use ron::ser::PrettyConfig;
use serde::{Deserialize, Serialize};

use super::atomic::{WriteError, write_atomically};
use super::disk::Disk;
use super::paths::Paths;
use super::tokens::Token as _;
use crate::chart::{self, Quantity, Scale};
use crate::domain::{DateForm, Method};
use crate::report::Paper;

/// The most recent cases that are remembered.
pub const MAX_RECENTS: usize = 12;

/// The colors of the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Theme {
    /// Light.
    #[default]
    Light,
    /// Dark.
    Dark,
    /// As the system says.
    System,
}

/// Which of the two ways of drawing the window is tried first; the other one is tried where it does not start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Graphics {
    /// The one that usually fits the system.
    #[default]
    Usual,
    /// OpenGL, by glow.
    OpenGl,
    /// Vulkan, Metal or Direct3D, by wgpu.
    Wgpu,
}

/// Width and height of the window in points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WindowSize {
    /// The width.
    pub width: u16,
    /// The height.
    pub height: u16,
}

/// The most forms of tables that are remembered.
pub const MAX_TABLES: usize = 50;

/// What the headings of tables of one form mean; no cell of a table is kept.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct RememberedTable {
    /// The headings, which tell the form.
    pub signature: String,
    /// For headings as written, ours; an empty one of ours keeps the column as notes.
    pub columns: Vec<(String, String)>,
    /// In dates like 03/04/2026 the day comes first.
    pub day_first: Option<bool>,
}

impl From<&RememberedTable> for TableWire {
    fn from(table: &RememberedTable) -> Self {
        Self { headings: table.signature.clone(), columns: table.columns.clone(), day_first: table.day_first }
    }
}

impl From<TableWire> for RememberedTable {
    fn from(wire: TableWire) -> Self {
        Self { signature: wire.headings, columns: wire.columns, day_first: wire.day_first }
    }
}

/// What is remembered between runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Colors.
    pub theme: Theme,
    /// Black on white, or white on black, without shades.
    pub high_contrast: bool,
    /// Zoom in percent, 50 to 300.
    pub scale_percent: u16,
    /// The window's size when it was last closed.
    pub window: Option<WindowSize>,
    /// The method a new measurement starts with.
    pub default_method: Option<Method>,
    /// The observer a new measurement starts with; empty for none.
    pub default_observer: String,
    /// The cases opened last, newest first, at most [`MAX_RECENTS`].
    pub recents: Vec<PathBuf>,
    /// The folder that the library shows; `None` until one was chosen.
    pub library_folder: Option<PathBuf>,
    /// The form of dates on screen and on pages; files keep theirs.
    pub dates: DateForm,
    /// What a chart shows when the window opens.
    pub chart: chart::View,
    /// How the window is drawn.
    pub graphics: Graphics,
    /// The words of the first run were seen.
    pub first_run_seen: bool,
    /// The decision aid is offered beside the verdict.
    pub decision_aid: bool,
    /// The paper of pages.
    pub paper: Paper,
    /// What the headings of tables mean, newest first, at most [`MAX_TABLES`].
    pub tables: Vec<RememberedTable>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: Theme::default(),
            high_contrast: false,
            scale_percent: 100,
            window: None,
            default_method: None,
            default_observer: String::new(),
            recents: Vec::new(),
            library_folder: None,
            dates: DateForm::default(),
            chart: chart::View::default(),
            graphics: Graphics::default(),
            first_run_seen: false,
            decision_aid: false,
            paper: Paper::default(),
            tables: Vec::new(),
        }
    }
}

impl Settings {
    /// Puts a case first among the recent ones.
    pub fn remember(&mut self, case: &Path) {
        self.recents.retain(|own| own != case);
        self.recents.insert(0, case.to_owned());
        self.recents.truncate(MAX_RECENTS);
    }

    /// Puts what the headings of a table mean first among those remembered.
    pub fn remember_table(&mut self, table: RememberedTable) {
        self.tables.retain(|own| own.signature != table.signature);
        self.tables.insert(0, table);
        self.tables.truncate(MAX_TABLES);
    }

    /// Reads the settings; never fails, but says what it could not use.
    ///
    /// A damaged file is moved aside, never overwritten.
    pub fn load(disk: &dyn Disk, paths: &Paths) -> (Self, Option<SettingsNotice>) {
        let path = paths.settings();
        let bytes = match disk.read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return (Self::default(), None),
            Err(error) => return (Self::default(), Some(SettingsNotice::Unreadable(error.to_string()))),
        };
        match std::str::from_utf8(&bytes).map_err(|error| error.to_string()).and_then(from_text) {
            Ok(settings) => (settings, None),
            Err(reason) => {
                let moved_to = move_aside(disk, &path);
                (Self::default(), Some(SettingsNotice::Damaged { reason, moved_to }))
            }
        }
    }

    /// Writes the settings in one step.
    ///
    /// # Errors
    /// [`WriteError`]; the settings on disk are then as they were.
    pub fn save(&self, disk: &dyn Disk, paths: &Paths) -> Result<(), WriteError> {
        let path = paths.settings();
        let failed = |doing| {
            let path = path.clone();
            move |source| WriteError { doing, source, path }
        };
        disk.create_dir_all(&paths.config).map_err(failed("make the folder of the settings"))?;
        let text = to_text(self).map_err(failed("write the settings as text"))?;
        write_atomically(disk, &path, text.as_bytes())
    }
}

/// Something about the settings that their owner should know.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SettingsNotice {
    /// The file is there and could not be read.
    Unreadable(String),
    /// The file was damaged; defaults are used.
    Damaged {
        /// What is wrong with it.
        reason: String,
        /// Where it lies now; `None` when it could not be moved.
        moved_to: Option<PathBuf>,
    },
}

impl std::fmt::Display for SettingsNotice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unreadable(reason) => write!(f, "The settings could not be read ({reason}); defaults are used."),
            Self::Damaged { reason, moved_to: Some(path) } => write!(
                f,
                "The settings file was damaged ({reason}); defaults are used. The damaged file is kept as {}.",
                path.display()
            ),
            Self::Damaged { reason, moved_to: None } => {
                write!(f, "The settings file is damaged ({reason}); defaults are used.")
            }
        }
    }
}

fn move_aside(disk: &dyn Disk, path: &Path) -> Option<PathBuf> {
    const MOST: u32 = 100;
    (1..=MOST).find_map(|number| {
        let aside = path.with_file_name(format!("settings.damaged-{number}.ron"));
        let free = disk.metadata(&aside).is_err_and(|error| error.kind() == io::ErrorKind::NotFound);
        (free && disk.rename(path, &aside).is_ok()).then_some(aside)
    })
}

/// The settings as written; a field that is missing has its default, one that is unknown is passed over.
#[derive(Debug, Deserialize, Serialize)]
#[serde(default, rename = "Settings")]
struct Wire {
    theme: ThemeWire,
    high_contrast: bool,
    scale_percent: u16,
    window: Option<(u16, u16)>,
    default_method: String,
    default_observer: String,
    recents: Vec<String>,
    library_folder: Option<String>,
    dates: DatesWire,
    chart: ChartWire,
    graphics: GraphicsWire,
    first_run_seen: bool,
    decision_aid: bool,
    paper: PaperWire,
    tables: Vec<TableWire>,
}

#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
enum PaperWire {
    A4,
    Letter,
}

/// What is remembered of the tables of one form.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default)]
struct TableWire {
    headings: String,
    columns: Vec<(String, String)>,
    day_first: Option<bool>,
}

#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
enum ThemeWire {
    Light,
    Dark,
    System,
}

#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
enum DatesWire {
    DayFirst,
    MonthFirst,
    Iso,
}

#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
enum GraphicsWire {
    Usual,
    OpenGl,
    Wgpu,
}

#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
enum QuantityWire {
    Volume,
    SumOfDiameters,
    PercentOfBaseline,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(default)]
struct ChartWire {
    quantity: QuantityWire,
    logarithmic: bool,
    each_lesion: bool,
}

impl Default for ChartWire {
    fn default() -> Self {
        Self::from(chart::View::default())
    }
}

impl Default for Wire {
    fn default() -> Self {
        Self::from(&Settings::default())
    }
}

impl From<chart::View> for ChartWire {
    fn from(chart: chart::View) -> Self {
        Self {
            quantity: match chart.quantity {
                Quantity::Volume => QuantityWire::Volume,
                Quantity::SumOfDiameters => QuantityWire::SumOfDiameters,
                Quantity::PercentOfBaseline => QuantityWire::PercentOfBaseline,
            },
            logarithmic: chart.scale == Scale::Log,
            each_lesion: chart.per_lesion,
        }
    }
}

impl From<&Settings> for Wire {
    fn from(settings: &Settings) -> Self {
        Self {
            theme: match settings.theme {
                Theme::Light => ThemeWire::Light,
                Theme::Dark => ThemeWire::Dark,
                Theme::System => ThemeWire::System,
            },
            high_contrast: settings.high_contrast,
            scale_percent: settings.scale_percent,
            window: settings.window.map(|window| (window.width, window.height)),
            default_method: settings.default_method.map_or_else(String::new, |method| method.word().to_owned()),
            default_observer: settings.default_observer.clone(),
            // A path that is not text cannot be written here; forgetting it loses a convenience only.
            recents: settings.recents.iter().filter_map(|path| path.to_str()).map(str::to_owned).collect(),
            library_folder: settings.library_folder.as_ref().and_then(|path| path.to_str()).map(str::to_owned),
            dates: match settings.dates {
                DateForm::DayFirst => DatesWire::DayFirst,
                DateForm::MonthFirst => DatesWire::MonthFirst,
                DateForm::Iso => DatesWire::Iso,
            },
            chart: settings.chart.into(),
            graphics: match settings.graphics {
                Graphics::Usual => GraphicsWire::Usual,
                Graphics::OpenGl => GraphicsWire::OpenGl,
                Graphics::Wgpu => GraphicsWire::Wgpu,
            },
            first_run_seen: settings.first_run_seen,
            decision_aid: settings.decision_aid,
            paper: match settings.paper {
                Paper::A4 => PaperWire::A4,
                Paper::Letter => PaperWire::Letter,
            },
            tables: settings.tables.iter().map(TableWire::from).collect(),
        }
    }
}

impl From<Wire> for Settings {
    fn from(wire: Wire) -> Self {
        let mut recents: Vec<PathBuf> = wire.recents.into_iter().map(PathBuf::from).collect();
        recents.truncate(MAX_RECENTS);
        Self {
            theme: match wire.theme {
                ThemeWire::Light => Theme::Light,
                ThemeWire::Dark => Theme::Dark,
                ThemeWire::System => Theme::System,
            },
            high_contrast: wire.high_contrast,
            scale_percent: wire.scale_percent.clamp(50, 300),
            window: wire.window.map(|(width, height)| WindowSize { width: width.max(320), height: height.max(240) }),
            default_method: Method::of_word(&wire.default_method),
            default_observer: wire.default_observer,
            recents,
            library_folder: wire.library_folder.filter(|path| !path.is_empty()).map(PathBuf::from),
            dates: match wire.dates {
                DatesWire::DayFirst => DateForm::DayFirst,
                DatesWire::MonthFirst => DateForm::MonthFirst,
                DatesWire::Iso => DateForm::Iso,
            },
            chart: chart::View {
                quantity: match wire.chart.quantity {
                    QuantityWire::Volume => Quantity::Volume,
                    QuantityWire::SumOfDiameters => Quantity::SumOfDiameters,
                    QuantityWire::PercentOfBaseline => Quantity::PercentOfBaseline,
                },
                scale: if wire.chart.logarithmic { Scale::Log } else { Scale::Linear },
                per_lesion: wire.chart.each_lesion,
                ..chart::View::default()
            },
            graphics: match wire.graphics {
                GraphicsWire::Usual => Graphics::Usual,
                GraphicsWire::OpenGl => Graphics::OpenGl,
                GraphicsWire::Wgpu => Graphics::Wgpu,
            },
            first_run_seen: wire.first_run_seen,
            decision_aid: wire.decision_aid,
            paper: match wire.paper {
                PaperWire::A4 => Paper::A4,
                PaperWire::Letter => Paper::Letter,
            },
            tables: wire.tables.into_iter().take(MAX_TABLES).map(RememberedTable::from).collect(),
        }
    }
}

fn options() -> ron::Options {
    const DEEPEST: usize = 16;
    ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME).with_recursion_limit(DEEPEST)
}

fn to_text(settings: &Settings) -> io::Result<String> {
    let config = PrettyConfig::new().new_line("\n").extensions(Extensions::IMPLICIT_SOME);
    let mut text = ron::Options::default().to_string_pretty(&Wire::from(settings), config).map_err(io::Error::other)?;
    text.push('\n');
    Ok(text)
}

fn from_text(text: &str) -> Result<Settings, String> {
    options().from_str::<Wire>(text).map(Settings::from).map_err(|error| error.to_string())
}
