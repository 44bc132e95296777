//! The exports, version 1. Pointers and lengths are u32 in linear memory.
//!
//! | export | gives |
//! |---|---|
//! | `alloc(len) -> ptr`, `dealloc(ptr, len)` | memory that the host owns; 0 where there is none left |
//! | `abi_version() -> 1` | |
//! | `external_files(ptr, len) -> ptr` | the names of the files that hold an ONNX model's weights beside it, one a line |
//! | `external_attach(name_ptr, name_len, ptr, len)` | such a file for the next `model_load`; its bytes may be freed after that |
//! | `model_load(ptr, len, options_ptr, options_len) -> handle` | see `Options`; the bytes may be freed afterwards |
//! | `model_free(handle)` | |
//! | `model_describe(handle) -> ptr` | JSON, valid until the next call of it or of `model_profile` |
//! | `classify_encoded(handle, ptr, len, k, out) -> n` | n <= k pairs (index u32, score f32) at `out`, best first |
//! | `classify_pixels(handle, ptr, width, height, channels, orientation, k, out) -> n` | the same for 8-bit pixels |
//! | `classify_values(handle, ptr, len, k, out) -> n` | the same for the input's f32 values, as the description's shape has them |
//! | `picture_resizes(handle, width, height, channels, orientation, out) -> n` | n <= 2 `ResizeRequest`s at `out`: how the host resizes a picture that it has |
//! | `classify_resized(handle, k, out) -> n` | as `classify_pixels`, for that picture once it is resized |
//! | `model_profile(handle) -> ptr` | runs the network once; JSON: name, op, macs and ms of each step |
//! | `last_report() -> ptr` | a `Report` of the last picture |
//! | `last_thumbnail() -> ptr` | the last picture as `Thumbnail`: width u32, height u32, then RGB8; 0 where there is none |
//! | `last_error() -> ptr` | what was wrong |
//! | `last_error_option() -> ptr` | the key of the option of `model_load` that could help, if one could; else an empty text |
//! | `infer_from_ptrs(model_ptr, model_len, picture_ptr, picture_len) -> index` | one shot, the model is not kept |
//!
//! Texts are a u32 length and UTF-8. Where a handle, count or index is expected, a negative number is an error:
//! -1 a wrong argument, -2 the model, -4 memory, -5 a fault of this module, and of the picture -3 damaged, -6 of no known
//! kind, -7 not supported, -8 too large. A thumbnail is made where the options of `model_load` ask for it, and is valid
//! until the next picture. Every buffer belongs to whoever allocated it. There is no `_initialize`: the module needs
//! none, and Wasmtime and Node refuse a module that exports both it and `_start`.
//!
//! The module has one thread; its state is that thread's.

use std::cell::RefCell;
use std::collections::HashMap;

use bytes::Bytes;

use crate::classifier::{Classifier, Report, Score};
use crate::describe::{describe, profile};
use crate::error::{Error, Remedy, Result};
use crate::import::{self, Source};
use crate::options::Options;
use crate::picture::{Orientation, Picture, ResizeRequest};
use crate::resize::Thumbnail;

#[derive(Default)]
struct State {
    /// A handle is an index into this and one more.
    models: Vec<Option<Classifier>>,
    /// The host's files for the next model, by name.
    external: HashMap<String, Bytes>,
    external_names: Vec<u8>,
    report: Report,
    /// As `last_thumbnail` gives it; empty where there is none.
    thumbnail: Vec<u8>,
    description: Vec<u8>,
    error: Vec<u8>,
    error_option: Vec<u8>,
}

thread_local! {
    static STATE: RefCell<State> = RefCell::new(State::default());
}

#[no_mangle]
pub extern "C" fn abi_version() -> i32 {
    1
}

#[no_mangle]
pub extern "C" fn alloc(len: usize) -> *mut u8 {
    let mut memory: Vec<u8> = Vec::new();
    if memory.try_reserve_exact(len.max(1)).is_err() {
        return std::ptr::null_mut();
    }
    std::mem::ManuallyDrop::new(memory).as_mut_ptr()
}

/// # Safety
/// `ptr` came from `alloc(len)` and is not used any more.
#[no_mangle]
pub unsafe extern "C" fn dealloc(ptr: *mut u8, len: usize) {
    if !ptr.is_null() {
        drop(Vec::from_raw_parts(ptr, 0, len.max(1)));
    }
}

/// # Safety
/// The range is readable.
#[no_mangle]
pub unsafe extern "C" fn external_files(ptr: *const u8, len: usize) -> *const u8 {
    let model = Bytes::from_static(bytes(ptr, len));
    STATE.with_borrow_mut(|state| {
        state.external_names = length_prefixed(&import::external_files(model).join("\n"));
        state.external_names.as_ptr()
    })
}

/// # Safety
/// Both ranges are readable, that of the file until the next `model_load` has returned.
#[no_mangle]
pub unsafe extern "C" fn external_attach(name_ptr: *const u8, name_len: usize, ptr: *const u8, len: usize) {
    let name = String::from_utf8_lossy(bytes(name_ptr, name_len)).into_owned();
    let file = Bytes::from_static(bytes(ptr, len));
    STATE.with_borrow_mut(|state| state.external.insert(name, file));
}

/// # Safety
/// Both ranges are readable.
#[no_mangle]
pub unsafe extern "C" fn model_load(ptr: *const u8, len: usize, options_ptr: *const u8, options_len: usize) -> i32 {
    // SAFETY: the classifier that is made from these bytes keeps none of them.
    let (file, options) = (Bytes::from_static(bytes(ptr, len)), bytes(options_ptr, options_len));
    answer(|state| {
        let source = Source { file, external: std::mem::take(&mut state.external) };
        let classifier = Classifier::load(source, &Options::parse(options)?)?;
        state.models.push(Some(classifier));
        Ok(state.models.len() as i32)
    })
}

#[no_mangle]
pub extern "C" fn model_free(handle: i32) {
    STATE.with_borrow_mut(|state| {
        if let Ok(slot) = slot(&mut state.models, handle) {
            *slot = None;
        }
    });
}

/// 0 where there is no such model.
#[no_mangle]
pub extern "C" fn model_describe(handle: i32) -> *const u8 {
    tell(handle, |classifier| describe(classifier))
}

/// 0 where there is no such model.
#[no_mangle]
pub extern "C" fn model_profile(handle: i32) -> *const u8 {
    tell(handle, |classifier| {
        let times = classifier.run_profiled();
        profile(classifier, &times)
    })
}

fn tell(handle: i32, text: impl FnOnce(&mut Classifier) -> String) -> *const u8 {
    STATE.with_borrow_mut(|state| match model(&mut state.models, handle) {
        Ok(classifier) => {
            state.description = length_prefixed(&text(classifier));
            state.description.as_ptr()
        }
        Err(_) => std::ptr::null(),
    })
}

/// # Safety
/// `ptr` is readable for `len` bytes, `out` writable for 8 `k`.
#[no_mangle]
pub unsafe extern "C" fn classify_encoded(handle: i32, ptr: *const u8, len: usize, k: usize, out: *mut u8) -> i32 {
    answer(|state| {
        let classifier = model(&mut state.models, handle)?;
        let (scores, report) = classifier.classify_encoded(bytes(ptr, len), k)?;
        state.thumbnail = classifier.take_thumbnail().map_or_else(Vec::new, packed);
        state.report = report;
        Ok(write_scores(&scores, out))
    })
}

/// # Safety
/// `ptr` is readable for `width * height * channels` bytes, `out` writable for 8 `k`.
#[no_mangle]
pub unsafe extern "C" fn classify_pixels(
    handle: i32,
    ptr: *const u8,
    width: u32,
    height: u32,
    channels: u32,
    orientation: u32,
    k: usize,
    out: *mut u8,
) -> i32 {
    answer(|state| {
        let len = [height, channels].iter().try_fold(width as usize, |len, &n| len.checked_mul(n as usize));
        let len = len
            .filter(|_| channels == 1 || channels == 3)
            .ok_or_else(|| Error::argument(format!("pixels of {width}x{height} with {channels} channels")))?;
        let pixels = bytes(ptr, len).into();
        let orientation = Orientation::from_exif(orientation);
        let picture = Picture { width, height, channels: channels as u8, pixels, orientation };
        let classifier = model(&mut state.models, handle)?;
        let (scores, report) = classifier.classify(&picture, k)?;
        state.thumbnail = classifier.take_thumbnail().map_or_else(Vec::new, packed);
        state.report = report;
        Ok(write_scores(&scores, out))
    })
}

/// # Safety
/// `out` is writable for two requests. Their `output`s are, until the next call with this handle.
#[no_mangle]
pub unsafe extern "C" fn picture_resizes(
    handle: i32,
    width: u32,
    height: u32,
    channels: u32,
    orientation: u32,
    out: *mut ResizeRequest,
) -> i32 {
    answer(|state| {
        if width == 0 || height == 0 || (channels != 1 && channels != 3) {
            return Err(Error::argument(format!("pixels of {width}x{height} with {channels} channels")));
        }
        let orientation = Orientation::from_exif(orientation);
        let requests = model(&mut state.models, handle)?.resizes([width, height], channels, orientation)?;
        std::ptr::copy_nonoverlapping(requests.as_ptr(), out, requests.len());
        Ok(requests.len() as i32)
    })
}

/// # Safety
/// `out` is writable for 8 `k`.
#[no_mangle]
pub unsafe extern "C" fn classify_resized(handle: i32, k: usize, out: *mut u8) -> i32 {
    answer(|state| {
        let classifier = model(&mut state.models, handle)?;
        let (scores, report) = classifier.classify_resized(k)?;
        state.thumbnail = classifier.take_thumbnail().map_or_else(Vec::new, packed);
        state.report = report;
        Ok(write_scores(&scores, out))
    })
}

/// # Safety
/// `ptr` is readable for `len` bytes, `out` writable for 8 `k`.
#[no_mangle]
pub unsafe extern "C" fn classify_values(handle: i32, ptr: *const u8, len: usize, k: usize, out: *mut u8) -> i32 {
    answer(|state| {
        let (scores, report) = model(&mut state.models, handle)?.classify_values(bytes(ptr, len), k)?;
        state.thumbnail = Vec::new();
        state.report = report;
        Ok(write_scores(&scores, out))
    })
}

#[no_mangle]
pub extern "C" fn last_report() -> *const Report {
    STATE.with_borrow(|state| &raw const state.report)
}

/// 0 where the last picture has no thumbnail.
#[no_mangle]
pub extern "C" fn last_thumbnail() -> *const u8 {
    STATE.with_borrow(|state| match state.thumbnail.is_empty() {
        true => std::ptr::null(),
        false => state.thumbnail.as_ptr(),
    })
}

#[no_mangle]
pub extern "C" fn last_error() -> *const u8 {
    STATE.with_borrow(|state| state.error.as_ptr())
}

#[no_mangle]
pub extern "C" fn last_error_option() -> *const u8 {
    STATE.with_borrow(|state| state.error_option.as_ptr())
}

/// # Safety
/// Both ranges are readable.
#[no_mangle]
pub unsafe extern "C" fn infer_from_ptrs(
    model_ptr: *const u8,
    model_len: usize,
    picture_ptr: *const u8,
    picture_len: usize,
) -> i32 {
    let (model, picture) = (Bytes::from_static(bytes(model_ptr, model_len)), bytes(picture_ptr, picture_len));
    answer(|state| {
        let mut classifier = Classifier::load(model.into(), &Options::default())?;
        let (scores, report) = classifier.classify_encoded(picture, 1)?;
        state.report = report;
        Ok(scores[0].index as i32)
    })
}

/// Runs an export: its result, or the error's kind with the message kept for `last_error`.
fn answer(run: impl FnOnce(&mut State) -> Result<i32>) -> i32 {
    STATE.with_borrow_mut(|state| match run(state) {
        Ok(value) => value,
        Err(error) => {
            state.error = length_prefixed(&error.to_string());
            state.error_option = length_prefixed(error.remedy.map_or("", Remedy::key));
            state.thumbnail = Vec::new();
            error.kind as i32
        }
    })
}

fn slot(models: &mut [Option<Classifier>], handle: i32) -> Result<&mut Option<Classifier>> {
    let index = usize::try_from(handle).ok().and_then(|handle| handle.checked_sub(1));
    index.and_then(|index| models.get_mut(index)).ok_or_else(|| Error::argument(format!("there is no model {handle}")))
}

fn model(models: &mut [Option<Classifier>], handle: i32) -> Result<&mut Classifier> {
    slot(models, handle)?.as_mut().ok_or_else(|| Error::argument(format!("model {handle} was freed")))
}

/// The host's bytes, for the length of the call.
unsafe fn bytes(ptr: *const u8, len: usize) -> &'static [u8] {
    if len == 0 {
        &[]
    } else {
        std::slice::from_raw_parts(ptr, len)
    }
}

unsafe fn write_scores(scores: &[Score], out: *mut u8) -> i32 {
    for (index, score) in scores.iter().enumerate() {
        let pair = [score.index.to_le_bytes(), score.score.to_le_bytes()].concat();
        std::ptr::copy_nonoverlapping(pair.as_ptr(), out.add(index * 8), pair.len());
    }
    scores.len() as i32
}

/// A thumbnail with its size before it.
fn packed(thumbnail: Thumbnail) -> Vec<u8> {
    [&thumbnail.width.to_le_bytes(), &thumbnail.height.to_le_bytes(), &thumbnail.rgb[..]].concat()
}

fn length_prefixed(text: &str) -> Vec<u8> {
    [&(text.len() as u32).to_le_bytes(), text.as_bytes()].concat()
}
