package io.github.wasmclassify.server.http;

import io.github.wasmclassify.file.FileContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What an answer carries. */
public interface Body {
    /** In bytes. */
    long length();

    /** Sends all of it as the end of a response. */
    void write(Request request, Response response, Callback callback);

    static Body of(byte[] bytes) {
        return new Body() {
            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public void write(Request request, Response response, Callback callback) {
                response.write(true, ByteBuffer.wrap(bytes), callback);
            }
        };
    }

    /** A file, which is read as fast as the client takes it. */
    static Body of(FileContent file) {
        return new Body() {
            @Override
            public long length() {
                return file.size();
            }

            @Override
            public void write(Request request, Response response, Callback callback) {
                try {
                    ByteBufferPool pool = request.getComponents().getByteBufferPool();
                    int block = request.getConnectionMetaData()
                            .getHttpConfiguration()
                            .getOutputBufferSize();
                    var sized = new ByteBufferPool.Sized(pool, false, block);
                    Content.copy(Content.Source.from(sized, file.open()), response, callback);
                } catch (IOException e) {
                    callback.failed(e);
                }
            }
        };
    }
}
