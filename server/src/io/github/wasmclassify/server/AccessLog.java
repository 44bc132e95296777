package io.github.wasmclassify.server;

import com.google.gson.stream.JsonWriter;
import io.github.wasmclassify.server.http.Observer;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Writes a line of JSON for each request. */
final class AccessLog implements Observer {
    private final PrintStream out;

    AccessLog(PrintStream out) {
        this.out = out;
    }

    @Override
    public void answered(Answered request) {
        StringWriter line = new StringWriter();
        try (JsonWriter json = new JsonWriter(line)) { // escapes control characters
            json.beginObject();
            json.name("time").value(Instant.now().toString());
            json.name("client").value(request.client());
            json.name("method").value(request.method());
            json.name("target").value(request.target());
            json.name("status").value(request.status());
            json.name("model").value(request.model().isEmpty() ? null : request.model());
            json.name("bytesIn").value(request.bytesIn());
            json.name("bytesOut").value(request.bytesOut());
            json.name("millis").value(TimeUnit.MICROSECONDS.convert(request.time()) / 1e3);
            json.endObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a StringWriter throws none
        }
        out.print(line + "\n"); // at once, or lines of several threads mix
        out.flush();
    }
}
