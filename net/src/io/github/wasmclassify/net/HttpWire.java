package io.github.wasmclassify.net;

import java.io.IOException;
import java.net.Socket;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpCoreContext;

/** Sends requests and reads the heads of responses with Apache HttpCore, with limits on what a server may send. */
final class HttpWire {
    private static final int LONGEST_LINE = 16 << 10;
    private static final int MOST_HEADERS = 200;
    private static final int MOST_EMPTY_LINES = 10;
    private static final Http1Config CONFIG = Http1Config.custom()
            .setMaxLineLength(LONGEST_LINE)
            .setMaxHeaderCount(MOST_HEADERS)
            .setMaxEmptyLineCount(MOST_EMPTY_LINES)
            .build();

    private HttpWire() {}

    static DefaultBHttpClientConnection bind(Socket socket) throws IOException {
        DefaultBHttpClientConnection connection = new DefaultBHttpClientConnection(CONFIG);
        connection.bind(socket);
        return connection;
    }

    static DefaultBHttpClientConnection bind(SSLSocket socket, Socket below) throws IOException {
        DefaultBHttpClientConnection connection = new DefaultBHttpClientConnection(CONFIG);
        connection.bind(socket, below);
        return connection;
    }

    static ClassicHttpResponse get(
            HttpClientConnection connection, String target, String host, Map<String, String> headers)
            throws IOException, HttpException {
        BasicClassicHttpRequest request = request("GET", target, host);
        request.setHeader("Connection", "close");
        headers.forEach(request::setHeader);
        return new HttpRequestExecutor().execute(request, connection, HttpCoreContext.create());
    }

    /** Asks a proxy for a tunnel to a server. */
    static void tunnel(Socket socket, Endpoint endpoint) throws IOException, HttpException {
        BasicClassicHttpRequest request = request("CONNECT", endpoint.hostAndPort(), endpoint.hostAndPort());
        ClassicHttpResponse answer = new HttpRequestExecutor().execute(request, bind(socket), HttpCoreContext.create());
        if (answer.getCode() / 100 != 2) {
            throw new UnreachableException("the proxy answered " + answer.getCode(), null);
        }
    }

    private static BasicClassicHttpRequest request(String method, String target, String host) {
        BasicClassicHttpRequest request = new BasicClassicHttpRequest(method, null, null, target);
        request.setHeader("Host", host);
        request.setHeader("User-Agent", "wasm-classify");
        return request;
    }
}
