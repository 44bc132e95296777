package io.github.wasmclassify.server;

import java.time.Duration;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Listens for HTTP/1.1, by TLS where that is asked for. */
final class Connectors {
    static final Duration IDLE = Duration.ofSeconds(30);
    private static final int LARGEST_HEAD = 8192;
    /** A body of this size is read at once. */
    private static final int READ_AT_ONCE = 1 << 16;

    private static final int WAITING_CONNECTIONS = 256;

    private Connectors() {}

    static ServerConnector make(Server server, ServerOptions options) {
        HttpConnectionFactory http = new HttpConnectionFactory(http());
        http.setInputBufferSize(READ_AT_ONCE);
        ServerConnector connector = options.tls()
                .map(tls -> new ServerConnector(server, 1, 1, new ConnectionFactory[] {tls(tls), secured(http)}))
                .orElseGet(() -> new ServerConnector(server, 1, 1, http));
        connector.setHost(options.host());
        connector.setPort(options.port());
        connector.setIdleTimeout(IDLE.toMillis());
        connector.setShutdownIdleTimeout(Math.min(1000, options.grace().toMillis()));
        connector.setAcceptQueueSize(WAITING_CONNECTIONS);
        return connector;
    }

    private static HttpConfiguration http() {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(LARGEST_HEAD);
        http.setRelativeRedirectAllowed(false);
        return http;
    }

    private static HttpConnectionFactory secured(HttpConnectionFactory http) {
        // clients name the server by whatever address it has
        http.getHttpConfiguration().addCustomizer(new SecureRequestCustomizer(false));
        return http;
    }

    private static SslConnectionFactory tls(ServerOptions.Tls tls) {
        SslContextFactory.Server context = new SslContextFactory.Server();
        context.setKeyStorePath(tls.keyStore().toUri().toString());
        context.setKeyStorePassword(tls.password());
        return new SslConnectionFactory(context, HttpVersion.HTTP_1_1.asString());
    }
}
