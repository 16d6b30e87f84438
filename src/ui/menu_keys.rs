//! Menus by keyboard: up and down walk the entries, left and right the menus, Enter runs, Escape closes.

use eframe::egui::os::OperatingSystem;
use eframe::egui::{Event, EventFilter, Id, Key, Memory, Modifiers, Popup, Response, Ui};

/// The entries of the open menu that were drawn so far.
fn entries_id() -> Id {
    Id::unique("entries of the open menu")
}

/// The menu whose first entry is to have the keyboard.
fn begun_id() -> Id {
    Id::unique("menu opened by keyboard")
}

/// The place in the bar of the menu to be opened next.
fn next_id() -> Id {
    Id::unique("menu to open next")
}

/// Counts an entry among those that the arrows walk.
pub(super) fn entry(ui: &Ui, response: &Response) {
    // The same entries may stand on a page, where there is no menu to walk.
    let menu: Option<Vec<Id>> = ui.data(|data| data.get_temp(entries_id()));
    if let Some(mut menu) = menu.filter(|_| response.enabled()) {
        menu.push(response.id);
        ui.data_mut(|data| data.insert_temp(entries_id(), menu));
    }
}

/// Draws the entries of one menu and walks them.
pub(super) fn walked<R>(ui: &mut Ui, name: &str, add: impl FnOnce(&mut Ui) -> R) -> R {
    let outer: Option<Vec<Id>> = ui.data(|data| data.get_temp(entries_id()));
    ui.data_mut(|data| data.insert_temp(entries_id(), Vec::<Id>::new()));
    let outcome = add(ui);
    let entries: Vec<Id> = ui.data_mut(|data| data.remove_temp(entries_id())).unwrap_or_default();
    walk(ui, name, &entries);
    if let Some(outer) = outer {
        ui.data_mut(|data| data.insert_temp(entries_id(), outer));
    }
    outcome
}

fn walk(ui: &Ui, name: &str, entries: &[Id]) {
    let begun: Option<String> = ui.data(|data| data.get_temp(begun_id()));
    let focused = ui.memory(Memory::focused);
    let place = focused.and_then(|focused| entries.iter().position(|entry| *entry == focused));
    let to = match (focused, place) {
        (Some(focused), Some(place)) => {
            let filter = EventFilter { vertical_arrows: true, horizontal_arrows: true, ..EventFilter::default() };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(focused, filter));
            let pressed = |key: Key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
            if pressed(Key::ArrowDown) {
                entries.get(place + 1).or_else(|| entries.first())
            } else if pressed(Key::ArrowUp) {
                place.checked_sub(1).map_or_else(|| entries.last(), |before| entries.get(before))
            } else if pressed(Key::Home) {
                entries.first()
            } else if pressed(Key::End) {
                entries.last()
            } else {
                None
            }
        }
        _ => entries.first().filter(|_| begun.as_deref() == Some(name)),
    };
    if let Some(&to) = to {
        ui.memory_mut(|memory| memory.request_focus(to));
        ui.data_mut(|data| data.remove::<String>(begun_id()));
        ui.request_repaint();
    }
}

/// Notes that a menu opens by keyboard, so that its first entry gets it.
pub(super) fn begin(ui: &Ui, name: &str) {
    ui.data_mut(|data| data.insert_temp(begun_id(), name.to_owned()));
    ui.request_repaint();
}

/// Whether a control was pressed by a key and not by the pointer.
pub(super) fn is_by_key(ui: &Ui, response: &Response) -> bool {
    response.clicked() && ui.input(|input| input.key_pressed(Key::Enter) || input.key_pressed(Key::Space))
}

/// Whether Alt was pressed and let go with nothing else done meanwhile, which opens the menus on Windows.
///
/// Elsewhere Alt alone moves windows about, or does nothing.
fn is_alt_alone(ui: &Ui) -> bool {
    // While Alt is held: whether nothing else was done with it so far.
    let id = Id::unique("Alt held alone");
    let before: Option<bool> = ui.data(|data| data.get_temp(id));
    let (held, only, quiet) = ui.input(|input| {
        let modifiers = input.modifiers;
        // The right one is AltGr on many keyboards.
        let is_quiet = |event: &Event| match event {
            Event::Key { key, .. } => *key == Key::AltLeft,
            Event::PointerMoved(_) | Event::MouseMoved(_) | Event::PointerGone | Event::ModifiersChanged(_) => true,
            _ => false,
        };
        let quiet = input.focused && input.events.iter().all(is_quiet) && !input.pointer.any_down();
        (modifiers.alt, !modifiers.ctrl && !modifiers.shift && !modifiers.command, quiet)
    });
    ui.data_mut(|data| {
        if held {
            data.insert_temp(id, before.unwrap_or(true) && only && quiet);
        } else {
            data.remove::<bool>(id);
        }
    });
    ui.os() == OperatingSystem::Windows && before == Some(true) && !held && quiet
}

/// The keys on the title of a menu in the bar: down opens it, F10 the first from anywhere, and on Windows Alt alone;
/// left and right go on to the menu beside an open one.
pub(super) fn title(ui: &Ui, name: &str, (place, count): (usize, usize), response: &Response, is_shown: bool) {
    // With Shift, F10 opens the menu of what has the keyboard.
    let pressed = |key: Key| ui.input_mut(|input| input.modifiers.is_none() && input.consume_key(Modifiers::NONE, key));
    if response.has_focus() {
        let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    }
    let asked = ui.data(|data| data.get_temp::<usize>(next_id())) == Some(place);
    let opens = asked
        || (place == 0 && (pressed(Key::F10) || is_alt_alone(ui)))
        || (response.has_focus() && pressed(Key::ArrowDown));
    if opens {
        ui.data_mut(|data| data.remove::<usize>(next_id()));
        Popup::open_id(ui.ctx(), Popup::default_response_id(response));
        begin(ui, name);
    } else if is_by_key(ui, response) {
        begin(ui, name);
    } else if is_shown {
        let step = if pressed(Key::ArrowRight) {
            1
        } else if pressed(Key::ArrowLeft) {
            count.saturating_sub(1)
        } else {
            0
        };
        if step > 0 && count > 0 {
            ui.data_mut(|data| data.insert_temp(next_id(), (place + step) % count));
            ui.request_repaint();
        }
    }
}
