//! Pages as PDF: real words in their order of reading, tagged, with their typefaces inside, to PDF/A-3a and PDF/UA-1.

use std::num::NonZeroU16;
use std::sync::Arc;

use jiff::civil::Date;
use krilla::color::rgb;
use krilla::configure::{Accessibility, Archival, Configuration, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::embed::{AssociationKind, EmbeddedFile, MimeType};
use krilla::error::KrillaError;
use krilla::geom::{PathBuilder, Point, Rect, Size, Transform};
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, ListNumbering, Node, SpanTag, TableHeaderScope, Tag, TagGroup,
    TagKind, TagTree,
};
use krilla::text::TextDirection;
use krilla::{Document, SerializeSettings};
use krilla_svg::{SurfaceExt as _, SvgSettings};
use usvg::fontdb;

use super::ReportError;
use super::flow::{Area, Child, Element, Item, Kind, Pages, Shape};
use super::typeface::Typefaces;
use crate::chart::{Palette, Rgb, Role};
use crate::plot::fonts::{INTER_REGULAR, INTER_SEMIBOLD};

/// The media type of a case file.
pub const CASE_MEDIA_TYPE: &str = "application/x-reassess";

/// The case file that a report carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// The file's name.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// What a PDF says about itself.
pub(super) struct About<'a> {
    pub(super) title: String,
    pub(super) made_on: Date,
    pub(super) app_version: &'a str,
    pub(super) attachment: Option<&'a Attachment>,
}

/// Writes pages; the same pages give the same bytes.
pub(super) fn write(pages: &Pages, faces: &Typefaces, about: &About<'_>) -> Result<Vec<u8>, ReportError> {
    let settings = SerializeSettings { configuration: configuration()?, ..SerializeSettings::default() };
    let mut document = Document::new_with(settings);
    let fonts = Arc::new(font_database(faces));
    let (width, height) = pages.size_pt;
    let mut identifiers: Vec<Vec<Option<Identifier>>> = Vec::new();
    for items in &pages.sheets {
        let size = PageSettings::from_wh(width, height).ok_or_else(|| refused("a page of no size"))?;
        let mut page = document.start_page_with(size);
        let mut surface = page.surface();
        let drawn: Result<Vec<_>, ReportError> =
            items.iter().map(|item| draw_item(&mut surface, item, faces, &fonts)).collect();
        surface.finish();
        page.finish();
        identifiers.push(drawn?);
    }
    document.set_tag_tree(tag_tree(pages, &mut identifiers));
    document.set_outline(outline(pages));
    document.set_metadata(metadata(about));
    if let Some(attachment) = about.attachment {
        let file = EmbeddedFile {
            path: attachment.name.clone(),
            mime_type: MimeType::new(CASE_MEDIA_TYPE),
            description: Some("The case that this report was made from, for Reassess".to_owned()),
            association_kind: AssociationKind::Source,
            data: attachment.text.clone().into_bytes().into(),
            modification_date: Some(day(about.made_on)),
            compress: Some(true),
            location: None,
        };
        document.embed_file(file).ok_or_else(|| refused("the case file is attached twice"))?;
    }
    document.finish().map_err(|error| refused(&told(&error)))
}

fn configuration() -> Result<Configuration, ReportError> {
    ConfigurationBuilder::new()
        .with_archival_validator(Archival::A3_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| refused(&format!("{error:?}")))
}

fn refused(reason: &str) -> ReportError {
    ReportError::Refused(reason.to_owned())
}

fn told(error: &KrillaError) -> String {
    match error {
        KrillaError::Validation(errors) => {
            errors.iter().map(|(error, _)| format!("{error:?}")).collect::<Vec<_>>().join("; ")
        }
        other => other.to_string(),
    }
}

/// Inter and what stands behind it, for the words of charts.
pub(super) fn font_database(faces: &Typefaces) -> fontdb::Database {
    let mut fonts = fontdb::Database::new();
    for bytes in [INTER_REGULAR, INTER_SEMIBOLD].into_iter().chain(faces.fallback_bytes()) {
        fonts.load_font_data(bytes.to_vec());
    }
    fonts.set_sans_serif_family("Inter");
    fonts.set_serif_family("Inter");
    fonts
}

fn color(role: Role) -> rgb::Color {
    let Rgb(red, green, blue) = Palette::Print.rgb(role);
    rgb::Color::new(red, green, blue)
}

fn fill(role: Role) -> Fill {
    Fill { paint: color(role).into(), opacity: NormalizedF32::ONE, rule: FillRule::NonZero }
}

/// Draws one thing; what is read gets an identity.
fn draw_item(
    surface: &mut Surface<'_>,
    item: &Item,
    faces: &Typefaces,
    fonts: &Arc<fontdb::Database>,
) -> Result<Option<Identifier>, ReportError> {
    let tag = match (&item.element, &item.shape) {
        (None, _) => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)),
        (Some(_), Shape::Words { .. }) => ContentTag::Span(SpanTag::empty()),
        (Some(_), _) => ContentTag::Other,
    };
    let identifier = surface.start_tagged(tag);
    let drawn = draw(surface, &item.shape, faces, fonts);
    surface.end_tagged();
    drawn.map(|()| item.element.map(|_| identifier))
}

fn draw(
    surface: &mut Surface<'_>,
    shape: &Shape,
    faces: &Typefaces,
    fonts: &Arc<fontdb::Database>,
) -> Result<(), ReportError> {
    match shape {
        Shape::Words { x, baseline, face, text } => {
            surface.set_stroke(None);
            surface.set_fill(Some(fill(face.role)));
            let mut x = *x;
            for run in faces.runs(text, face.size, face.strong) {
                let at = Point::from_xy(x, *baseline);
                surface.draw_text(at, run.font, face.size, run.text, false, TextDirection::Auto);
                x += run.width;
            }
        }
        Shape::Fill { area, role } => {
            surface.set_stroke(None);
            surface.set_fill(Some(fill(*role)));
            let mut path = PathBuilder::new();
            path.push_rect(rect(*area)?);
            surface.draw_path(&path.finish().ok_or_else(|| refused("a rectangle of no size"))?);
        }
        Shape::Rule { from, to, width, role } => {
            surface.set_fill(None);
            surface.set_stroke(Some(Stroke { paint: color(*role).into(), width: *width, ..Stroke::default() }));
            let mut path = PathBuilder::new();
            path.move_to(from.0, from.1);
            path.line_to(to.0, to.1);
            surface.draw_path(&path.finish().ok_or_else(|| refused("a line of no length"))?);
            surface.set_stroke(None);
        }
        Shape::Chart { area, svg } => {
            let options = usvg::Options { fontdb: Arc::clone(fonts), ..usvg::Options::default() };
            let tree = usvg::Tree::from_str(svg, &options).map_err(|error| refused(&error.to_string()))?;
            let size = Size::from_wh(area.width, area.height).ok_or_else(|| refused("a chart of no size"))?;
            surface.push_transform(&Transform::from_translate(area.x, area.y));
            let drawn = surface.draw_svg(&tree, size, SvgSettings::default());
            surface.pop();
            drawn.ok_or_else(|| refused("the chart could not be drawn"))?;
        }
    }
    Ok(())
}

fn rect(area: Area) -> Result<Rect, ReportError> {
    Rect::from_xywh(area.x, area.y, area.width, area.height).ok_or_else(|| refused("a rectangle of no size"))
}

fn tag_tree(pages: &Pages, identifiers: &mut [Vec<Option<Identifier>>]) -> TagTree {
    let mut tree = TagTree::new().with_lang(Some("en-US".to_owned()));
    if let Some(root) = pages.elements.first() {
        for node in nodes(root, &pages.elements, identifiers) {
            tree.push(node);
        }
    }
    tree
}

fn nodes(element: &Element, all: &[Element], identifiers: &mut [Vec<Option<Identifier>>]) -> Vec<Node> {
    let mut found = Vec::new();
    for child in &element.children {
        match child {
            Child::Element(place) => {
                let Some(own) = all.get(*place) else { continue };
                let children = nodes(own, all, identifiers);
                if !children.is_empty() || own.kind == Kind::Cell || own.kind == Kind::ColumnHead {
                    found.push(TagGroup::with_children(tag(&own.kind), children).into());
                }
            }
            Child::Item { page, place } => {
                let own = identifiers.get_mut(*page).and_then(|items| items.get_mut(*place)).and_then(Option::take);
                found.extend(own.map(Node::from));
            }
        }
    }
    if element.kind == Kind::ListItem {
        return vec![TagGroup::with_children(Tag::LBody, found).into()];
    }
    found
}

fn tag(kind: &Kind) -> TagKind {
    match kind {
        Kind::Root => Tag::Div.into(),
        Kind::Heading(level, words) => {
            Tag::Hn(NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN), Some(words.clone())).into()
        }
        Kind::Paragraph => Tag::P.into(),
        Kind::List => Tag::L(ListNumbering::Disc).into(),
        Kind::ListItem => Tag::LI.into(),
        Kind::Table => Tag::Table.into(),
        Kind::TableHead => Tag::THead.into(),
        Kind::TableBody => Tag::TBody.into(),
        Kind::Row => Tag::TR.into(),
        Kind::ColumnHead => Tag::TH(TableHeaderScope::Column).into(),
        Kind::Cell => Tag::TD.into(),
        Kind::Figure(words) => Tag::Figure(Some(words.clone())).into(),
    }
}

fn outline(pages: &Pages) -> Outline {
    let mut outline = Outline::new();
    for stop in &pages.stops {
        let at = XyzDestination::new(stop.page, Point::from_xy(0.0, stop.y));
        outline.push_child(OutlineNode::new(stop.words.clone(), at));
    }
    outline
}

fn metadata(about: &About<'_>) -> Metadata {
    Metadata::new()
        .title(about.title.clone())
        .language("en-US".to_owned())
        .creator(format!("Reassess {}", about.app_version))
        .creation_date(day(about.made_on))
}

/// A day without an hour, since no clock is read here.
fn day(date: Date) -> DateTime {
    DateTime::new(u16::try_from(date.year()).unwrap_or_default())
        .month(date.month().unsigned_abs())
        .day(date.day().unsigned_abs())
        .hour(0)
        .minute(0)
        .second(0)
        .utc_offset_hour(0)
        .utc_offset_minute(0)
}
