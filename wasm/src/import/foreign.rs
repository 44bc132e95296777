//! Names what is no model that can be read here: model files of other programs, each with the command that converts it, and
//! what downloads leave in a model's place. The bytes decide, not the name of the file.

/// Something that is not read, and what to do with it.
struct Foreign {
    is: fn(&[u8]) -> bool,
    name: &'static str,
    advice: &'static str,
}

/// The first that fits counts.
const FOREIGN: &[Foreign] = &[
    Foreign {
        is: |bytes| bytes.starts_with(b"version https://git-lfs.github.com/spec/"),
        name: "a Git LFS pointer, which stands for the model in a repository",
        advice: "get the model itself with `git lfs pull`, or from the download link of its web page",
    },
    Foreign {
        is: |bytes| {
            let text = start(bytes).to_ascii_lowercase();
            text.starts_with(b"<!doctype html") || text.starts_with(b"<html")
        },
        name: "a web page",
        advice: "download the file itself, by the link that says `raw` or `download`",
    },
    Foreign {
        is: is_saved_model,
        name: "a TensorFlow SavedModel",
        advice: "convert its folder DIR with: python3 -c \"import tensorflow as tf; open('model.tflite', 'wb').write(tf.lite.TFLiteConverter.from_saved_model('DIR').convert())\"",
    },
    Foreign {
        is: |bytes| is_zip_with(bytes, b"model.weights.h5"),
        name: "a Keras model",
        advice: KERAS,
    },
    Foreign { is: |bytes| bytes.starts_with(b"\x89HDF\r\n\x1a\n"), name: "an HDF5 file, as Keras writes models", advice: KERAS },
    Foreign {
        is: |bytes| is_zip_with(bytes, b"/data.pkl") && is_zip_with(bytes, b"/code/"),
        name: "a TorchScript model",
        advice: "convert it with: python3 -c \"import torch; torch.onnx.export(torch.jit.load('MODEL').eval(), torch.zeros(1, 3, 224, 224), 'model.onnx', dynamo=False)\"",
    },
    Foreign { is: |bytes| is_zip_with(bytes, b"/data.pkl"), name: "a PyTorch file", advice: PYTORCH },
    Foreign {
        is: |bytes| matches!(bytes, [0x80, 2..=5, ..]),
        name: "a Python pickle, as PyTorch and scikit-learn write models",
        advice: PYTORCH,
    },
    Foreign {
        is: |bytes| matches!(bytes, [_, _, _, _, _, 0, 0, 0, b'{', b'"', ..]),
        name: "a safetensors file, which has weights but no network",
        advice: "convert the folder DIR that it came in with: optimum-cli export onnx --model DIR out",
    },
    Foreign {
        is: |bytes| is_zip_with(bytes, b"com.apple.CoreML") || is_core_ml(bytes),
        name: "a CoreML model",
        advice: EXPORT_AGAIN,
    },
    Foreign { is: |bytes| bytes.get(4..8) == Some(b"ORTM"), name: "a model in ONNX Runtime's own format", advice: "use the .onnx file that it was made from" },
    Foreign { is: |bytes| is_xml_with(bytes, b"<net "), name: "an OpenVINO model", advice: EXPORT_AGAIN },
    Foreign {
        is: |bytes| start(bytes).starts_with(b"{") && contains(head(bytes), b"\"modelTopology\""),
        name: "a TensorFlow.js model",
        advice: "convert it with: tensorflowjs_converter --input_format=tfjs_layers_model --output_format=keras model.json model.h5, and that as a Keras model",
    },
    Foreign { is: |bytes| bytes.starts_with(b"GGUF"), name: "a GGUF file, which holds a language model", advice: "give a network that classifies pictures" },
    Foreign { is: is_caffe, name: "a Caffe model", advice: EXPORT_AGAIN },
    Foreign { is: is_paddle, name: "a PaddlePaddle model", advice: "convert its folder DIR with: paddle2onnx --model_dir DIR --model_filename MODEL.pdmodel --params_filename MODEL.pdiparams --save_file model.onnx" },
    Foreign { is: |bytes| bytes.starts_with(b"7767517"), name: "an ncnn network", advice: EXPORT_AGAIN },
    Foreign { is: |bytes| bytes.starts_with(b"PK\x03\x04"), name: "a zip archive without a .tflite, .onnx or .pb file", advice: "give the model's own file" },
    Foreign { is: |bytes| matches!(bytes, [0x1f, 0x8b, ..]), name: "compressed with gzip", advice: "unpack it first" },
    Foreign { is: |bytes| start(bytes).starts_with(b"{") || start(bytes).starts_with(b"["), name: "a JSON file", advice: "give the model that it belongs to" },
    Foreign { is: |bytes| start(bytes).starts_with(b"node {"), name: "a TensorFlow graph as text", advice: "freeze it to its binary form" },
];

const KERAS: &str = "convert it with: python3 -c \"import keras, tensorflow as tf; open('model.tflite', 'wb').write(tf.lite.TFLiteConverter.from_keras_model(keras.models.load_model('MODEL')).convert())\"";
const PYTORCH: &str = "export it from the program that has its network with: torch.onnx.export(model.eval(), (torch.zeros(1, 3, 224, 224),), 'model.onnx'); one of Ultralytics with: yolo export model=MODEL format=onnx";
const EXPORT_AGAIN: &str = "export the network again, as ONNX or TensorFlow Lite, from the program that trained it";

/// The bytes at the start of a file that are searched for words.
const HEAD: usize = 1 << 12;
/// The bytes at the end of a zip archive in which the names of its files are looked for.
const TAIL: usize = 1 << 20;

/// What these bytes are and what to do, if they are of a known kind.
pub fn recognise(bytes: &[u8]) -> Option<String> {
    FOREIGN.iter().find(|foreign| (foreign.is)(bytes)).map(|foreign| format!("{}; {}", foreign.name, foreign.advice))
}

/// The text of a file without its byte order mark and leading blanks.
fn start(bytes: &[u8]) -> &[u8] {
    head(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)).trim_ascii_start()
}

fn head(bytes: &[u8]) -> &[u8] {
    &bytes[..bytes.len().min(HEAD)]
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

fn is_xml_with(bytes: &[u8], part: &[u8]) -> bool {
    start(bytes).starts_with(b"<") && contains(head(bytes), part)
}

/// Whether the list of files at the end of a zip archive has a name with this in it.
fn is_zip_with(bytes: &[u8], name: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") && contains(&bytes[bytes.len().saturating_sub(TAIL)..], name)
}

/// SavedModel (tensorflow/core/protobuf/saved_model.proto) begins as an ONNX model does: a version, then field 2. Here
/// that is a MetaGraphDef, which begins with its field 1, there it is the name of the producer.
fn is_saved_model(bytes: &[u8]) -> bool {
    second_field(bytes)
        .is_some_and(|meta_graph| bytes[1] == 1 && meta_graph.first() == Some(&0x0a) && !is_description(meta_graph))
}

/// A Model of CoreML (mlmodel/format/Model.proto) has a ModelDescription there.
fn is_core_ml(bytes: &[u8]) -> bool {
    second_field(bytes).is_some_and(is_description)
}

/// The content of field 2 behind a field 1 that is a small number.
fn second_field(bytes: &[u8]) -> Option<&[u8]> {
    match bytes {
        [0x08, ..=0x7f, 0x12, rest @ ..] => Some(length_delimited(rest)?.1),
        _ => None,
    }
}

/// A length and what comes after it.
fn length_delimited(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let len = bytes.iter().take(5).position(|&byte| byte < 0x80)? + 1;
    let value = bytes[..len].iter().rev().fold(0, |value, &byte| value << 7 | usize::from(byte & 0x7f));
    Some((value, &bytes[len..]))
}

/// Whether a message begins with a FeatureDescription: field 1, which begins with a name of printable characters.
fn is_description(message: &[u8]) -> bool {
    let Some((_, feature)) = message.strip_prefix(b"\x0a").and_then(length_delimited) else { return false };
    let Some((len, name)) = feature.strip_prefix(b"\x0a").and_then(length_delimited) else { return false };
    (1..=64).contains(&len) && name.get(..len).is_some_and(|name| name.iter().all(u8::is_ascii_graphic))
        // A MetaInfoDef may begin with a version of this form, which no op list follows in a description.
        && name.get(len) == Some(&0x1a)
}

/// NetParameter (caffe.proto): the name of the network, then layers, field 100 or, of old, 2.
fn is_caffe(bytes: &[u8]) -> bool {
    let Some((len, rest)) = bytes.strip_prefix(b"\x0a").and_then(length_delimited) else { return false };
    let is_name = rest.get(..len).is_some_and(|name| name.iter().all(|&byte| byte == b' ' || byte.is_ascii_graphic()));
    len > 0 && is_name && rest.get(len..len + 2).is_some_and(|tag| tag == [0xa2, 0x06] || tag[0] == 0x12)
}

/// ProgramDesc (framework.proto of PaddlePaddle): a block, whose index is 0 and which has no parent.
fn is_paddle(bytes: &[u8]) -> bool {
    let block = bytes.strip_prefix(b"\x0a").and_then(length_delimited);
    block.is_some_and(|(_, block)| block.starts_with(&[0x08, 0x00, 0x10, 0xff]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_is_told_by_its_first_bytes() {
        let named = |bytes: &[u8], name: &str| {
            assert!(recognise(bytes).is_some_and(|found| found.contains(name)), "{name}: {:?}", recognise(bytes));
        };
        named(b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 3\n", "git lfs pull");
        named(b"\xef\xbb\xbf\n<!DOCTYPE html><html>", "web page");
        named(b"\x08\x01\x12\xa0\x8d\x06\x0a\x80\x02\x12\x05", "SavedModel");
        named(b"\x08\x04\x12\x30\x0a\x10\x0a\x05image\x1a\x07", "CoreML");
        named(b"\x89HDF\r\n\x1a\n\0", "Keras");
        named(b"PK\x03\x04....PK\x01\x02model.weights.h5", "Keras");
        named(b"PK\x03\x04....PK\x01\x02net/data.pkl net/code/__torch__.py", "TorchScript");
        named(b"PK\x03\x04....PK\x01\x02net/data.pkl", "PyTorch");
        named(b"PK\x03\x04....PK\x01\x02holiday.jpg", "zip archive");
        named(b"\x80\x02\x8a\x0a", "pickle");
        named(b"\x40\0\0\0\0\0\0\0{\"__metadata__\"", "safetensors");
        named(b"\x18\0\0\0ORTM", "ONNX Runtime");
        named(b"<?xml version=\"1.0\"?>\n<net name=\"m\" version=\"11\">", "OpenVINO");
        named(b"{\"format\": \"layers-model\", \"modelTopology\": {}}", "TensorFlow.js");
        named(b"{\"labels\": []}", "JSON");
        named(b"GGUF\x03\0\0\0", "language model");
        named(b"\x0a\x07AlexNet\xa2\x06\x10", "Caffe");
        named(b"\x0a\xa3\x9e\x01\x08\x00\x10\xff\xff\xff\xff", "PaddlePaddle");
        named(b"7767517\n75 83\n", "ncnn");
    }

    #[test]
    fn models_that_are_read_are_not_taken_for_others() {
        let onnx = b"\x08\x07\x12\x07pytorch\x1a\x052.9.0\x3a\x04\x0a\x02\x0a\0";
        let frozen = b"\x0a\x2f\x0a\x05input\x12\x0bPlaceholder\x3a\x0c";
        let tflite = b"\x1c\0\0\0TFL3\0\0";
        for bytes in [&onnx[..], frozen, tflite] {
            assert_eq!(recognise(bytes), None);
        }
    }
}
