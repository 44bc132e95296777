package io.github.wasmclassify.cli.report.evaluation;

import io.github.wasmclassify.classify.Classification;
import io.github.wasmclassify.cli.batch.Outcome;
import io.github.wasmclassify.cli.evaluate.CheckResult;
import io.github.wasmclassify.error.PictureException;
import io.github.wasmclassify.result.RunFacts;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Collects the results of a check and writes them as Ant's JUnit task does, which build servers read: a picture is a
 * test case, a difference a failure, a picture that could not be classified an error.
 */
public final class JUnitReport implements Consumer<CheckResult> {
    private final String suite;
    private final RunFacts facts;
    private final Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final List<Case> cases = new ArrayList<>();

    private record Case(String name, double seconds, Optional<String> difference, Optional<PictureException> failure) {}

    /** @param suite the name of the test suite */
    public JUnitReport(String suite, RunFacts facts) {
        this.suite = suite;
        this.facts = facts;
    }

    @Override
    public void accept(CheckResult result) {
        double seconds = result.outcome() instanceof Outcome.Classified done ? seconds(done.result()) : 0;
        cases.add(new Case(result.name() + ": " + result.expected(), seconds, result.difference(), result.failure()));
    }

    private static double seconds(Classification result) {
        return result.decode().plus(result.resize()).plus(result.inference()).toNanos() / 1e9;
    }

    /** Writes the whole document, in UTF-8. */
    public void write(OutputStream out) {
        try {
            XMLStreamWriter xml =
                    XMLOutputFactory.newInstance().createXMLStreamWriter(out, StandardCharsets.UTF_8.name());
            xml.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
            writeSuite(xml);
            xml.writeEndDocument();
            xml.flush();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e); // errors of the stream appear when it is closed
        }
    }

    private void writeSuite(XMLStreamWriter xml) throws XMLStreamException {
        line(xml, 0);
        xml.writeStartElement("testsuite");
        writeCounts(xml);
        line(xml, 1);
        xml.writeStartElement("properties");
        writeProperty(xml, "model", facts.model());
        writeProperty(xml, "engine", facts.engine());
        line(xml, 1);
        xml.writeEndElement();
        for (Case one : cases) {
            writeCase(xml, one);
        }
        for (String output : List.of("system-out", "system-err")) {
            line(xml, 1);
            xml.writeEmptyElement(output);
        }
        line(xml, 0);
        xml.writeEndElement();
        line(xml, 0);
    }

    private void writeCounts(XMLStreamWriter xml) throws XMLStreamException {
        attribute(xml, "name", suite);
        attribute(xml, "timestamp", DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(start.atOffset(ZoneOffset.UTC)));
        attribute(xml, "hostname", "localhost"); // the schema's value for a name that is not revealed
        attribute(xml, "tests", Integer.toString(cases.size()));
        attribute(
                xml,
                "failures",
                Long.toString(
                        cases.stream().filter(one -> one.difference.isPresent()).count()));
        attribute(
                xml,
                "errors",
                Long.toString(
                        cases.stream().filter(one -> one.failure.isPresent()).count()));
        attribute(xml, "skipped", "0");
        attribute(xml, "time", decimal(cases.stream().mapToDouble(Case::seconds).sum()));
    }

    private static void writeProperty(XMLStreamWriter xml, String name, String value) throws XMLStreamException {
        line(xml, 2);
        xml.writeEmptyElement("property");
        attribute(xml, "name", name);
        attribute(xml, "value", value);
    }

    private void writeCase(XMLStreamWriter xml, Case one) throws XMLStreamException {
        line(xml, 1);
        xml.writeStartElement("testcase");
        attribute(xml, "classname", suite);
        attribute(xml, "name", one.name);
        attribute(xml, "time", decimal(one.seconds));
        if (one.difference.isPresent()) {
            writeProblem(xml, "failure", "different", one.difference.get());
        } else if (one.failure.isPresent()) {
            writeProblem(
                    xml,
                    "error",
                    one.failure.get().reason().key(),
                    String.valueOf(one.failure.get().getMessage()));
        }
        xml.writeEndElement();
    }

    private static void writeProblem(XMLStreamWriter xml, String element, String type, String message)
            throws XMLStreamException {
        line(xml, 2);
        xml.writeEmptyElement(element);
        attribute(xml, "type", type);
        attribute(xml, "message", message);
        line(xml, 1);
    }

    private static void line(XMLStreamWriter xml, int depth) throws XMLStreamException {
        xml.writeCharacters("\n" + "  ".repeat(depth));
    }

    private static void attribute(XMLStreamWriter xml, String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, allowed(value));
    }

    /** XML cannot contain most control characters or lone surrogates. They are written as Java's escapes. */
    private static String allowed(String text) {
        StringBuilder allowed = new StringBuilder();
        text.codePoints().forEach(c -> {
            boolean isAllowed = c >= ' ' && c <= 0xd7ff || c >= 0xe000 && c <= 0xfffd || c >= 0x10000;
            allowed.append(isAllowed ? Character.toString(c) : String.format("\\u%04x", c));
        });
        return allowed.toString();
    }

    private static String decimal(double seconds) {
        return String.format(Locale.ROOT, "%.6f", seconds);
    }
}
