package io.github.wasmclassify.server.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Closes connections whose request's head does not come to its end within a limit, however steadily its bytes come:
 * Jetty's idle timeout begins anew with each of them.
 */
public final class SlowHeaders extends Handler.Wrapper implements Connection.Listener {
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final Duration limit;
    private final Map<Connection, Head> heads = new ConcurrentHashMap<>();

    public SlowHeaders(Duration limit, Handler handler) {
        super(handler);
        this.limit = limit;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        lookLater();
    }

    @Override
    public void onOpened(Connection connection) {
        if (connection instanceof ConnectionMetaData) { // the one of TLS below it has no requests
            heads.put(connection, new Head());
        }
    }

    @Override
    public void onClosed(Connection connection) {
        heads.remove(connection);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Connection connection = request.getConnectionMetaData().getConnection();
        Head head = heads.get(connection);
        if (head != null) {
            head.isWhole = true;
            Request.addCompletionListener(request, failure -> head.beginAnew(connection));
        }
        return super.handle(request, response, callback);
    }

    private void lookLater() {
        getServer().getScheduler().schedule(this::look, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        heads.forEach((connection, head) -> {
            if (head.isLate(connection)) {
                connection.getEndPoint().close();
            }
        });
        if (isRunning()) {
            lookLater();
        }
    }

    /** The head of a connection's next request. */
    private final class Head {
        private volatile boolean isWhole;
        /** How many bytes had come before it. */
        private volatile long before;
        /** When there was nothing of it the last time. */
        private volatile long since = System.nanoTime();

        void beginAnew(Connection connection) {
            before = connection.getBytesIn();
            since = System.nanoTime();
            isWhole = false;
        }

        boolean isLate(Connection connection) {
            if (!isWhole && connection.getBytesIn() == before) {
                since = System.nanoTime();
            }
            return !isWhole && System.nanoTime() - since > limit.toNanos();
        }
    }
}
