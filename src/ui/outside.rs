//! Effects carried out: file dialogs from the window's thread, everything else on one named worker.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use eframe::egui::{self, ColorImage, ScreenshotCallback, ViewportCommand};

use super::theme;
use crate::app::command::{Effect, Pick};
use crate::app::event::Event;
use crate::app::perform::{Background, without_stale_journals};
use crate::exchange::TABLE_ENDINGS;

/// How often the open file is looked at for changes by others: one question to the file system, no frame drawn.
const LOOK_OUTSIDE_EVERY: Duration = Duration::from_secs(2);

/// The way from the app to the outside and back.
pub trait Outside {
    /// Begins an effect; its event comes from [`Outside::poll`] later.
    fn perform(&mut self, effect: Effect, ctx: &egui::Context, frame: Option<&eframe::Frame>);

    /// What came back since the last call.
    fn poll(&mut self) -> Vec<Event>;
}

/// The real outside.
pub struct RealOutside {
    work: Option<Sender<Effect>>,
    worker: Option<thread::JoinHandle<()>>,
    answers: Sender<Event>,
    events: Receiver<Event>,
}

impl RealOutside {
    /// Starts the worker, which wakes the window after each event.
    ///
    /// # Errors
    /// When the system refuses a thread.
    pub fn start(mut background: Background, ctx: egui::Context) -> std::io::Result<Self> {
        let (work, to_do) = channel::<Effect>();
        let (answers, events) = channel();
        let to_app = answers.clone();
        let worker = thread::Builder::new().name("reassess-disk".to_owned()).spawn(move || {
            loop {
                let events = match to_do.recv_timeout(LOOK_OUTSIDE_EVERY) {
                    Ok(effect) => {
                        let queue = std::iter::once(effect).chain(to_do.try_iter()).collect();
                        let queue = without_stale_journals(queue);
                        queue.into_iter().flat_map(|effect| background.perform(effect)).collect()
                    }
                    Err(RecvTimeoutError::Timeout) => background.idle(),
                    Err(RecvTimeoutError::Disconnected) => return,
                };
                for event in events {
                    if to_app.send(event).is_err() {
                        return;
                    }
                    ctx.request_repaint();
                }
            }
        })?;
        Ok(Self { work: Some(work), worker: Some(worker), answers, events })
    }
}

impl Outside for RealOutside {
    fn perform(&mut self, effect: Effect, ctx: &egui::Context, frame: Option<&eframe::Frame>) {
        let effect = match effect {
            Effect::CopyText(text) => return ctx.copy_text(text),
            Effect::CopyPicture(pixels) => return ctx.copy_image(theme::picture(&pixels)),
            Effect::OpenOutside(path) => return open_outside(path, self.answers.clone(), ctx.clone()),
            other => other,
        };
        if let Effect::Pick { pick, suggested } = effect {
            show_dialog(pick, &suggested, frame, self.answers.clone(), ctx.clone());
        } else if let (Effect::Picture(path), Some(work)) = (&effect, &self.work) {
            take_picture(path.clone(), work.clone(), self.answers.clone(), ctx);
        } else if let Some(work) = &self.work {
            // The worker ends only when this sender is dropped, so a failure means it panicked; say so.
            if work.send(effect).is_err() {
                let words = "The background worker stopped; save under another name and start again".to_owned();
                self.answers.send(Event::Warning(words)).ok();
            }
        }
    }

    fn poll(&mut self) -> Vec<Event> {
        self.events.try_iter().collect()
    }
}

impl Drop for RealOutside {
    /// Waits for saves that were begun.
    fn drop(&mut self) {
        self.work = None;
        if let Some(worker) = self.worker.take() {
            worker.join().ok();
        }
    }
}

/// Hands a file to the system's viewer, on a thread of its own since some systems answer late.
fn open_outside(path: PathBuf, answers: Sender<Event>, ctx: egui::Context) {
    let failed = answers.clone();
    let shown = path.display().to_string();
    let spawned = thread::Builder::new().name("reassess-viewer".to_owned()).spawn(move || {
        if let Err(error) = opener::open(&path) {
            let words = format!("No viewer opened ({error}); the page lies in {}", path.display());
            answers.send(Event::Warning(words)).ok();
            ctx.request_repaint();
        }
    });
    if spawned.is_err() {
        failed.send(Event::Warning(format!("No viewer opened; the page lies in {shown}"))).ok();
    }
}

/// Asks for the next frame's picture; it is written by the worker like any other file.
fn take_picture(path: PathBuf, work: Sender<Effect>, answers: Sender<Event>, ctx: &egui::Context) {
    let callback = ScreenshotCallback::new(move |image| match png_bytes(&image) {
        Ok(bytes) => drop(work.send(Effect::Write { path, bytes })),
        Err(error) => drop(answers.send(Event::Written { path, result: Err(error.to_string()) })),
    });
    ctx.send_viewport_cmd(ViewportCommand::Screenshot(callback));
}

fn png_bytes(image: &ColorImage) -> Result<Vec<u8>, png::EncodingError> {
    let [width, height] = image.size.map(|side| u32::try_from(side).unwrap_or(u32::MAX));
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgb);
    let mut writer = encoder.write_header()?;
    let pixels: Vec<u8> = image.pixels.iter().flat_map(|pixel| [pixel.r(), pixel.g(), pixel.b()]).collect();
    writer.write_image_data(&pixels)?;
    writer.finish()?;
    Ok(bytes)
}

/// Opens the system's dialog without ever blocking the window.
///
/// rfd answers `None` both when the user cancels and when no dialog could be shown, and logs an error in the second
/// case; the log sink counts those errors.
fn show_dialog(pick: Pick, suggested: &str, frame: Option<&eframe::Frame>, answers: Sender<Event>, ctx: egui::Context) {
    let mut dialog = rfd::AsyncFileDialog::new();
    if let Some(frame) = frame {
        dialog = dialog.set_parent(frame);
    }
    dialog = match pick {
        Pick::Open => dialog
            .set_title("Open a case or a sizes table")
            .add_filter("Cases and tables", &[&["ron"], TABLE_ENDINGS.as_slice()].concat())
            .add_filter("All files", &["*"]),
        Pick::Import => dialog
            .set_title("Import a sizes table")
            .add_filter("Tables", &TABLE_ENDINGS)
            .add_filter("All files", &["*"]),
        Pick::SaveAs => dialog.set_title("Save the case").add_filter("Reassess cases", &["ron"]),
        Pick::Deidentified => dialog.set_title("Write a table without names").add_filter("csv", &["csv"]),
        Pick::Cohort(kind) => dialog.set_title("Save the plot").add_filter(kind.extension(), &[kind.extension()]),
        Pick::Export(kind) => {
            // Filters know the last part of an ending alone.
            let last = kind.extension().rsplit('.').next().unwrap_or_default();
            dialog.set_title("Export").add_filter(kind.extension(), &[last])
        }
    };
    let errors_before = super::launch::dialog_errors();
    let future: std::pin::Pin<Box<dyn Future<Output = Option<rfd::FileHandle>> + Send>> = if pick.is_save() {
        Box::pin(dialog.set_file_name(suggested).save_file())
    } else {
        Box::pin(dialog.pick_file())
    };
    let failed = answers.clone();
    let wake = ctx.clone();
    let spawned = thread::Builder::new().name("reassess-file-dialog".to_owned()).spawn(move || {
        let path: Option<PathBuf> = pollster::block_on(future).map(|handle| handle.path().to_owned());
        let event = if path.is_none() && super::launch::dialog_errors() > errors_before {
            Event::PickFailed(pick)
        } else {
            Event::Picked { pick, path }
        };
        answers.send(event).ok();
        ctx.request_repaint();
    });
    if spawned.is_err() {
        failed.send(Event::PickFailed(pick)).ok();
        wake.request_repaint();
    }
}
