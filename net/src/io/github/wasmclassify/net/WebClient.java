package io.github.wasmclassify.net;

import io.github.wasmclassify.net.Connector.Route;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.HttpClientConnection;

/**
 * Requests files from web servers by HTTP/1.1 (RFC 9112), as far as a policy allows. Each request has its own
 * connection, and none is retried. Thread-safe; interrupting a thread ends its waiting.
 */
public final class WebClient {
    private static final int REDIRECTS = 5;

    private final WebPolicy policy;
    private final Connector connector;

    public WebClient(WebPolicy policy) {
        this(policy, Resolver.SYSTEM, Proxies.of(System.getenv()), () ->
                (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    /** @param tls says which certificates are trusted; evaluated when first needed, because reading them takes long */
    public WebClient(WebPolicy policy, Resolver resolver, ProxySelector proxies, Supplier<SSLSocketFactory> tls) {
        this.policy = policy;
        connector = new Connector(policy, resolver, proxies, tls);
    }

    /**
     * Requests the content at an address and follows redirects.
     *
     * @param headers to send in addition to the usual ones
     * @return the response, whatever its status; the caller closes it
     * @throws UnreachableException if there is no connection
     * @throws BrokenConnectionException if it breaks
     * @throws IOException if the policy forbids it, or the server does not speak HTTP; the message says so
     */
    public WebAnswer get(URI source, Map<String, String> headers) throws IOException {
        ConnectionGuard guard = new ConnectionGuard(policy.limit());
        try {
            WebAnswer answer = followed(source, headers, guard);
            if (!policy.limitsBody()) {
                guard.stopClock();
            }
            return answer;
        } catch (IOException | RuntimeException e) {
            guard.close();
            throw e;
        }
    }

    private WebAnswer followed(URI source, Map<String, String> headers, ConnectionGuard guard) throws IOException {
        URI address = source;
        for (int hop = 0; hop <= REDIRECTS; hop++) {
            WebAnswer answer = ask(Endpoint.of(address), headers, guard);
            Optional<String> location = answer.header("Location");
            if (answer.status() / 100 != 3 || location.isEmpty()) {
                return answer;
            }
            address = follow(address, location.get());
        }
        throw new IOException("more than " + REDIRECTS + " redirects");
    }

    private WebAnswer ask(Endpoint endpoint, Map<String, String> headers, ConnectionGuard guard) throws IOException {
        Route route = connector.route(endpoint);
        String target =
                route.proxy().isPresent() && !endpoint.isSecure() ? endpoint.absoluteTarget() : endpoint.target();
        Faults faults = new Faults(policy, guard);
        try {
            HttpClientConnection connection = connector.connect(route, guard);
            return new WebAnswer(HttpWire.get(connection, target, endpoint.hostHeader(), headers), guard, faults);
        } catch (UnreachableException e) {
            throw e;
        } catch (HttpException e) {
            throw new IOException(endpoint.host() + " did not send a valid HTTP response: " + e.getMessage(), e);
        } catch (IOException e) {
            throw faults.explain(e);
        }
    }

    private URI follow(URI address, String location) throws IOException {
        URI next;
        try {
            next = address.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new IOException("the server redirects to `" + location + "`, which is not a valid address", e);
        }
        if (!policy.mayRedirect().test(address, next)) {
            throw new IOException(
                    "the server redirects to `" + location + "`, which is not followed because it is not https");
        }
        return next;
    }
}
