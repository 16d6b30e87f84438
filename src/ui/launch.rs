//! Opens the window: settings read, renderer chosen and replaced when it does not start, log kept.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use eframe::{Renderer, egui};

use super::crash;
use super::outside::RealOutside;
use super::root::{Now, ReassessApp};
use crate::app::command::Command;
use crate::app::perform::Background;
use crate::rules::Rules;
use crate::store::settings::{Graphics, SettingsNotice};
use crate::store::{Disk, Paths, RealDisk, Settings};

/// What the desktop knows the app by; equal to the desktop file's name.
pub const APP_ID: &str = "reassess";

static DIALOG_ERRORS: AtomicUsize = AtomicUsize::new(0);

/// How many errors the file dialog library has logged so far.
pub fn dialog_errors() -> usize {
    DIALOG_ERRORS.load(Ordering::SeqCst)
}

/// Passes records on to the standard log and counts the file dialog's errors, its only sign of failure.
struct CountingLog(env_logger::Logger);

impl log::Log for CountingLog {
    fn enabled(&self, metadata: &log::Metadata<'_>) -> bool {
        self.0.enabled(metadata) || metadata.level() == log::Level::Error
    }

    fn log(&self, record: &log::Record<'_>) {
        if record.level() == log::Level::Error && record.target().starts_with("rfd") {
            DIALOG_ERRORS.fetch_add(1, Ordering::SeqCst);
        }
        self.0.log(record);
    }

    fn flush(&self) {
        self.0.flush();
    }
}

fn start_log() {
    let logger = env_logger::Builder::from_env(env_logger::Env::default().default_filter_or("error")).build();
    let level = logger.filter().max(log::LevelFilter::Error);
    // A second logger is refused only where one is already set, as in tests; then that one stays.
    if log::set_boxed_logger(Box::new(CountingLog(logger))).is_ok() {
        log::set_max_level(level);
    }
}

/// Opens the window on a case, or empty, and returns when it is closed.
///
/// `renderer` names the one to try first, else the settings do; otherwise glow goes first on Linux, where without a
/// graphics card it costs a fifth of wgpu, and wgpu elsewhere, since on Windows only wgpu survives Remote Desktop.
pub fn run(rules: &'static Rules, case: Option<&Path>, home: Option<&Path>, renderer: Option<&str>) -> ExitCode {
    start_log();
    let paths = Paths::choose(home, &std::env::temp_dir().join("reassess"));
    let disk: Arc<dyn Disk> = Arc::new(RealDisk);
    let (settings, notice) = Settings::load(disk.as_ref(), &paths);
    let order = order(renderer, settings.graphics);
    crash::keep_reports(Arc::clone(&disk), paths.clone());
    let started = Arc::new(AtomicBool::new(false));
    let mut failures = Vec::new();
    for renderer in order {
        let read = (settings.clone(), notice.clone());
        let outcome = open(renderer, rules, &disk, &paths, read, case.map(Path::to_owned), Arc::clone(&started));
        match outcome {
            Ok(()) => return ExitCode::SUCCESS,
            Err(error) => failures.push(format!("{renderer:?}: {error}")),
        }
        // A failure after the window had opened is not the renderer's start; trying again would only loop.
        if started.load(Ordering::SeqCst) {
            break;
        }
    }
    let words = format!(
        "Reassess could not open a window.\n\n{}\n\nInstall the graphics libraries that the README names, \
         or try REASSESS_RENDERER=glow or wgpu. The commands `reassess assess`, `cohort`, `criteria` and `export` \
         work without a window.",
        failures.join("\n")
    );
    log::error!("{words}");
    rfd::MessageDialog::new().set_level(rfd::MessageLevel::Error).set_title("Reassess").set_description(words).show();
    ExitCode::FAILURE
}

/// Which renderer is tried first and which second.
fn order(named: Option<&str>, chosen: Graphics) -> [Renderer; 2] {
    let chosen = match named {
        Some("wgpu") => Graphics::Wgpu,
        Some("glow") => Graphics::OpenGl,
        _ => chosen,
    };
    let wgpu_first = match chosen {
        Graphics::Wgpu => true,
        Graphics::OpenGl => false,
        Graphics::Usual => !cfg!(target_os = "linux"),
    };
    if wgpu_first { [Renderer::Wgpu, Renderer::Glow] } else { [Renderer::Glow, Renderer::Wgpu] }
}

fn open(
    renderer: Renderer,
    rules: &'static Rules,
    disk: &Arc<dyn Disk>,
    paths: &Paths,
    (settings, notice): (Settings, Option<SettingsNotice>),
    case: Option<PathBuf>,
    started: Arc<AtomicBool>,
) -> Result<(), eframe::Error> {
    let notices: Vec<String> =
        notice.map(|notice| notice.to_string()).into_iter().chain(crash::words(disk.as_ref(), paths)).collect();
    let mut viewport = egui::ViewportBuilder::default()
        .with_app_id(APP_ID)
        .with_title("Reassess")
        .with_inner_size(window_size(&settings))
        .with_min_inner_size([720.0, 520.0]);
    if let Ok(icon) = eframe::icon_data::from_png_bytes(include_bytes!("../../assets/icon.png")) {
        viewport = viewport.with_icon(icon);
    }
    let options = eframe::NativeOptions { viewport, renderer, ..Default::default() };
    let (disk, paths) = (Arc::clone(disk), paths.clone());
    eframe::run_native(
        "reassess",
        options,
        Box::new(move |cc| {
            started.store(true, Ordering::SeqCst);
            tell_first_frame(&cc.egui_ctx);
            if settings.window.is_none() {
                cc.egui_ctx.send_viewport_cmd(egui::ViewportCommand::Maximized(true));
            }
            let background = Background::new(Arc::clone(&disk), paths.clone(), rules).known_as(who());
            let outside = RealOutside::start(background, cc.egui_ctx.clone())?;
            let first = std::iter::once(Command::Begin {
                warning: (!notices.is_empty()).then(|| notices.join(" ")),
                folder: documents_folder(),
            })
            .chain(case.map(Command::OpenPath))
            .collect();
            Ok(Box::new(ReassessApp::new(&cc.egui_ctx, rules, settings, read_clock, Box::new(outside), first)))
        }),
    )
}

/// With `RUST_LOG=info`, says when the first frame is on the screen; `benches/first_frame` waits for the words.
fn tell_first_frame(ctx: &egui::Context) {
    if !log::log_enabled!(log::Level::Info) {
        return;
    }
    let told = AtomicBool::new(false);
    let tell = move |ui: &mut egui::Ui| match ui.ctx().cumulative_frame_nr() {
        0 => ui.ctx().request_repaint(),
        // A frame begins only when the one before it was handed to the screen.
        _ if !told.swap(true, Ordering::SeqCst) => log::info!("first frame shown"),
        _ => {}
    };
    ctx.on_begin_pass("first frame", Arc::new(tell));
}

/// Who sits here, told to other windows that find a case open: "ann on RECEPTION"; as much as the system says.
fn who() -> String {
    let user = ["USER", "USERNAME", "LOGNAME"].iter().find_map(|name| std::env::var(name).ok()).unwrap_or_default();
    who_words(user.trim(), gethostname::gethostname().to_string_lossy().trim())
}

fn who_words(user: &str, machine: &str) -> String {
    // A machine without a name of its own cannot be told from others by this one.
    match (user, machine) {
        (user, "" | "localhost") => user.to_owned(),
        ("", machine) => format!("someone on {machine}"),
        (user, machine) => format!("{user} on {machine}"),
    }
}

/// Where the user keeps documents, else the home folder.
fn documents_folder() -> PathBuf {
    directories::UserDirs::new()
        .map(|folders| folders.document_dir().unwrap_or_else(|| folders.home_dir()).to_owned())
        .unwrap_or_default()
}

/// The size the window was closed at, or one that fits a laptop.
fn window_size(settings: &Settings) -> [f32; 2] {
    settings.window.map_or([1240.0, 720.0], |size| [f32::from(size.width), f32::from(size.height)])
}

/// The local day and how long it lasts.
#[expect(clippy::disallowed_methods, reason = "the window's one look at the clock")]
fn read_clock() -> Now {
    let now = jiff::Zoned::now();
    let until_midnight = now
        .tomorrow()
        .and_then(|tomorrow| tomorrow.start_of_day())
        .map_or(Duration::from_hours(1), |midnight| now.duration_until(&midnight).unsigned_abs());
    Now { today: now.date(), until_midnight }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_goes_before_the_setting_and_the_other_renderer_follows() {
        assert_eq!(order(Some("glow"), Graphics::Wgpu), [Renderer::Glow, Renderer::Wgpu]);
        assert_eq!(order(None, Graphics::Wgpu), [Renderer::Wgpu, Renderer::Glow]);
        assert_eq!(order(Some("typo"), Graphics::OpenGl), [Renderer::Glow, Renderer::Wgpu]);
    }

    #[test]
    fn a_lock_names_the_machine_and_the_user() {
        assert_eq!(who_words("ann", "RECEPTION"), "ann on RECEPTION");
        assert_eq!(who_words("", "RECEPTION"), "someone on RECEPTION");
        assert_eq!(who_words("ann", "localhost"), "ann");
        assert_eq!(who_words("", ""), "");
        let machine = gethostname::gethostname().to_string_lossy().into_owned();
        let is_named = !matches!(machine.trim(), "" | "localhost");
        assert!(!is_named || who().ends_with(&format!("on {}", machine.trim())), "{}", who());
    }
}
