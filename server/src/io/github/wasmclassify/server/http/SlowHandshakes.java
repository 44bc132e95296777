package io.github.wasmclassify.server.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.eclipse.jetty.util.thread.Scheduler;

/** Closes TLS connections whose handshake does not come to its end within a limit, however steadily its bytes come. */
public final class SlowHandshakes implements Connection.Listener {
    private final Duration limit;
    private final Scheduler scheduler;

    /** @param scheduler that runs as long as there are connections */
    public SlowHandshakes(Duration limit, Scheduler scheduler) {
        this.limit = limit;
        this.scheduler = scheduler;
    }

    @Override
    public void onOpened(Connection connection) {
        if (connection instanceof SslConnection secure) {
            Scheduler.Task end =
                    scheduler.schedule(secure.getEndPoint()::close, limit.toMillis(), TimeUnit.MILLISECONDS);
            secure.addHandshakeListener(new SslHandshakeListener() {
                @Override
                public void handshakeSucceeded(Event event) {
                    end.cancel();
                }
            });
        }
    }
}
