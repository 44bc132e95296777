package io.github.wasmclassify.net;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;

/** A web server's response. Closing it ends the connection, even if something is unread. */
public final class WebAnswer implements AutoCloseable {
    private final ClassicHttpResponse response;
    private final ConnectionGuard guard;
    private final InputStream body;

    WebAnswer(ClassicHttpResponse response, ConnectionGuard guard, Faults faults) throws IOException {
        this.response = response;
        this.guard = guard;
        HttpEntity entity = response.getEntity();
        body = new Body(entity == null ? InputStream.nullInputStream() : entity.getContent(), faults);
    }

    public int status() {
        return response.getCode();
    }

    /** The first header of this name. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(response.getFirstHeader(name)).map(Header::getValue);
    }

    /** How many bytes the body has, if the server says so. */
    public OptionalLong length() {
        HttpEntity entity = response.getEntity();
        return entity == null || entity.getContentLength() < 0
                ? OptionalLong.empty()
                : OptionalLong.of(entity.getContentLength());
    }

    /** The content. Reading throws a {@link BrokenConnectionException} if the connection breaks. */
    public InputStream body() {
        return body;
    }

    @Override
    public void close() {
        guard.close();
    }

    private static final class Body extends FilterInputStream {
        private final Faults faults;

        Body(InputStream in, Faults faults) {
            super(in);
            this.faults = faults;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                int count = super.read(bytes, offset, length);
                if (count < 0) {
                    faults.guard().check(null); // a closed connection may look like the end of the response
                }
                return count;
            } catch (BrokenConnectionException e) {
                throw e;
            } catch (IOException e) {
                throw faults.explain(e);
            }
        }
    }
}
