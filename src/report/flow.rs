//! Words and drawings set one under the other on pages, each part of a structure that gives the order of reading.

use super::paper::Paper;
use super::typeface::{Typefaces, clean};
use crate::chart::Role;

/// The margin at the left and right, in points.
pub(super) const MARGIN_SIDE: f32 = 42.0;
/// The margin above.
const MARGIN_TOP: f32 = 40.0;
/// The margin below, which holds the foot.
const MARGIN_BOTTOM: f32 = 62.0;

/// How words look.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Face {
    /// Size in points.
    pub(super) size: f32,
    /// Semibold.
    pub(super) strong: bool,
    /// What the color says.
    pub(super) role: Role,
}

impl Face {
    pub(super) const fn new(size: f32) -> Self {
        Self { size, strong: false, role: Role::Ink }
    }

    pub(super) const fn strong(self) -> Self {
        Self { strong: true, ..self }
    }

    pub(super) const fn role(self, role: Role) -> Self {
        Self { role, ..self }
    }

    pub(super) const fn soft(self) -> Self {
        self.role(Role::InkSoft)
    }

    /// From one baseline to the next.
    pub(super) const fn leading(self) -> f32 {
        1.36 * self.size
    }

    /// From the top of a line to its baseline.
    pub(super) const fn ascent(self) -> f32 {
        1.02 * self.size
    }
}

/// A rectangle on a page: left, top, width, height, in points from the upper left corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Area {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) width: f32,
    pub(super) height: f32,
}

/// What is drawn.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Shape {
    /// One line of words at a baseline.
    Words { x: f32, baseline: f32, face: Face, text: String },
    /// A filled rectangle.
    Fill { area: Area, role: Role },
    /// A line of this width.
    Rule { from: (f32, f32), to: (f32, f32), width: f32, role: Role },
    /// A chart as SVG of the same size.
    Chart { area: Area, svg: String },
}

/// A drawn thing; decoration has no element.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Item {
    pub(super) shape: Shape,
    pub(super) element: Option<usize>,
}

/// What a part of the page is to a reader who hears it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Root,
    /// A heading of a level from 1 on, with its words.
    Heading(u16, String),
    Paragraph,
    List,
    ListItem,
    Table,
    TableHead,
    TableBody,
    Row,
    ColumnHead,
    Cell,
    /// A picture with its words.
    Figure(String),
}

/// A part with what belongs to it, in order of reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) kind: Kind,
    pub(super) children: Vec<Child>,
}

/// Something that belongs to a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Child {
    /// Another part.
    Element(usize),
    /// A drawn thing by page and place.
    Item { page: usize, place: usize },
}

/// A heading with where it stands, for the outline.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Stop {
    pub(super) words: String,
    pub(super) page: usize,
    pub(super) y: f32,
}

/// Finished pages.
#[derive(Debug, PartialEq)]
pub(super) struct Pages {
    pub(super) size_pt: (f32, f32),
    pub(super) sheets: Vec<Vec<Item>>,
    pub(super) elements: Vec<Element>,
    pub(super) stops: Vec<Stop>,
}

/// Sets one thing under the other and turns the page where it must.
pub(super) struct Flow<'a> {
    pub(super) faces: &'a Typefaces,
    paper: Paper,
    pages: Vec<Vec<Item>>,
    /// The next free height on the last page.
    pub(super) y: f32,
    elements: Vec<Element>,
    open: Vec<usize>,
    stops: Vec<Stop>,
}

impl<'a> Flow<'a> {
    pub(super) fn new(faces: &'a Typefaces, paper: Paper) -> Self {
        let root = Element { kind: Kind::Root, children: Vec::new() };
        Self {
            faces,
            paper,
            pages: vec![Vec::new()],
            y: MARGIN_TOP,
            elements: vec![root],
            open: vec![0],
            stops: Vec::new(),
        }
    }

    /// The width of words.
    pub(super) const fn room(&self) -> f32 {
        self.paper.size_pt().0 - 2.0 * MARGIN_SIDE
    }

    /// The lowest height words may reach.
    pub(super) const fn bottom(&self) -> f32 {
        self.paper.size_pt().1 - MARGIN_BOTTOM
    }

    /// How many pages there are.
    pub(super) const fn page_count(&self) -> usize {
        self.pages.len()
    }

    pub(super) fn space(&mut self, points: f32) {
        self.y += points;
    }

    pub(super) fn turn_page(&mut self) {
        self.pages.push(Vec::new());
        self.y = MARGIN_TOP + 18.0;
    }

    /// Turns the page unless `height` still fits; a page that holds nothing yet is not turned.
    pub(super) fn keep(&mut self, height: f32) {
        if self.y + height > self.bottom() && self.pages.last().is_some_and(|page| !page.is_empty()) {
            self.turn_page();
        }
    }

    /// Makes a part of the structure, and what `fill` draws belongs to it.
    pub(super) fn within(&mut self, kind: Kind, fill: impl FnOnce(&mut Self)) {
        let own = self.elements.len();
        self.elements.push(Element { kind, children: Vec::new() });
        let parent = self.open.last().copied().unwrap_or_default();
        if let Some(parent) = self.elements.get_mut(parent) {
            parent.children.push(Child::Element(own));
        }
        self.open.push(own);
        fill(self);
        self.open.pop();
    }

    /// Draws something that belongs to the open part.
    pub(super) fn draw(&mut self, shape: Shape) {
        let element = self.open.last().copied().unwrap_or_default();
        let page = self.pages.len() - 1;
        let place = self.pages.last().map_or(0, Vec::len);
        if let Some(own) = self.elements.get_mut(element) {
            own.children.push(Child::Item { page, place });
        }
        self.push(Item { shape, element: Some(element) });
    }

    /// Draws something that a reader who hears the page can do without.
    pub(super) fn decorate(&mut self, shape: Shape) {
        self.push(Item { shape, element: None });
    }

    fn push(&mut self, item: Item) {
        if let Some(page) = self.pages.last_mut() {
            page.push(item);
        }
    }

    /// Lines of words from `x` on, each turned to a new page where it does not fit.
    pub(super) fn lines(&mut self, x: f32, lines: Vec<String>, face: Face) {
        for text in lines {
            self.keep(face.leading());
            let baseline = self.y + face.ascent();
            if !text.is_empty() {
                self.draw(Shape::Words { x, baseline, face, text });
            }
            self.y += face.leading();
        }
    }

    /// A paragraph over the whole width; nothing for no words.
    pub(super) fn paragraph(&mut self, text: &str, face: Face) {
        self.paragraph_in(MARGIN_SIDE, self.room(), text, face);
    }

    /// A paragraph in a column.
    pub(super) fn paragraph_in(&mut self, x: f32, room: f32, text: &str, face: Face) {
        if text.trim().is_empty() {
            return;
        }
        let lines = self.faces.wrapped(text, face.size, face.strong, room);
        self.within(Kind::Paragraph, |flow| flow.lines(x, lines, face));
    }

    /// A heading, kept with at least `with` points of what follows.
    pub(super) fn heading(&mut self, level: u16, text: &str, face: Face, with: f32) {
        let lines = self.faces.clipped(text, face.size, face.strong, self.room(), 3);
        self.keep(face.leading() * lines.len() as f32 + with);
        let words = clean(text);
        self.stops.push(Stop { words: words.clone(), page: self.pages.len() - 1, y: self.y });
        self.within(Kind::Heading(level, words), |flow| flow.lines(MARGIN_SIDE, lines, face));
    }

    /// A list with a dot before each line.
    pub(super) fn bullets(&mut self, x: f32, room: f32, texts: &[String], face: Face) {
        if texts.is_empty() {
            return;
        }
        let indent = 1.1 * face.size;
        self.within(Kind::List, |flow| {
            for text in texts.iter().filter(|text| !text.trim().is_empty()) {
                let lines = flow.faces.wrapped(text, face.size, face.strong, room - indent);
                flow.keep(face.leading());
                let baseline = flow.y + face.ascent();
                flow.within(Kind::ListItem, |flow| {
                    flow.decorate(Shape::Words { x, baseline, face: face.soft(), text: "•".to_owned() });
                    flow.lines(x + indent, lines, face);
                });
                flow.space(0.15 * face.size);
            }
        });
    }

    /// A chart over the whole width.
    pub(super) fn chart(&mut self, svg: String, height: f32, words: &str) {
        self.keep(height);
        let area = Area { x: MARGIN_SIDE, y: self.y, width: self.room(), height };
        self.within(Kind::Figure(clean(words)), |flow| flow.draw(Shape::Chart { area, svg }));
        self.y += height;
    }

    /// Puts the foot on every page, and a running head on all but the first.
    pub(super) fn finish(mut self, head: &str, foot: &str) -> Pages {
        let (width, height) = self.paper.size_pt();
        let count = self.pages.len();
        let face = Face::new(7.5).soft();
        let number_room = 70.0;
        let foot_lines = self.faces.clipped(foot, face.size, false, self.room() - number_room, 3);
        let head = self.faces.clipped(head, face.size, true, self.room(), 1);
        let pages = std::mem::take(&mut self.pages);
        for (place, items) in pages.into_iter().enumerate() {
            self.pages.push(items);
            let edge = height - MARGIN_BOTTOM + 14.0;
            let line = Shape::Rule {
                from: (MARGIN_SIDE, edge),
                to: (width - MARGIN_SIDE, edge),
                width: 0.5,
                role: Role::SurfaceEdge,
            };
            self.decorate(line);
            let words = |row: usize, text: String| {
                let baseline = edge + 5.0 + face.ascent() + row as f32 * face.leading();
                Shape::Words { x: MARGIN_SIDE, baseline, face, text }
            };
            let shapes: Vec<Shape> =
                foot_lines.iter().cloned().enumerate().map(|(row, text)| words(row, text)).collect();
            if place + 1 == count {
                // Read once, at the end; on the other pages it is only seen.
                self.within(Kind::Paragraph, |flow| shapes.into_iter().for_each(|shape| flow.draw(shape)));
            } else {
                for shape in shapes {
                    self.decorate(shape);
                }
            }
            let number = format!("Page {} of {count}", place + 1);
            let x = width - MARGIN_SIDE - self.faces.width(&number, face.size, false);
            self.decorate(Shape::Words { x, baseline: edge + 5.0 + face.ascent(), face, text: number });
            if let (1.., Some(text)) = (place, head.first()) {
                let baseline = MARGIN_TOP + face.ascent() - 6.0;
                self.decorate(Shape::Words { x: MARGIN_SIDE, baseline, face: face.strong(), text: text.clone() });
            }
        }
        Pages { size_pt: (width, height), sheets: self.pages, elements: self.elements, stops: self.stops }
    }
}
