package org.docket.embedded;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** The TCP port on 127.0.0.1 at which a part answers. */
final class LoopbackPort {
    private LoopbackPort() {}

    /**
     * The wanted port; when that is 0 the remembered one if it is still free, else any free one.
     *
     * @throws EmbeddedPartException if the wanted port is taken
     */
    static int choose(String part, int wanted, int remembered) throws IOException {
        if (wanted != 0) {
            if (!isFree(wanted)) {
                throw new EmbeddedPartException(
                        part + " cannot listen on 127.0.0.1:" + wanted
                                + ": another program does. Stop that program, or configure another port (0 means any free one).");
            }
            return wanted;
        }
        if (remembered != 0 && isFree(remembered)) {
            return remembered;
        }
        try (ServerSocket socket = new ServerSocket(0, 1, address())) {
            return socket.getLocalPort();
        }
    }

    private static boolean isFree(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            // A port whose last connections linger in TIME_WAIT is free for a server.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address(), port), 1);
            return true;
        } catch (BindException e) {
            return false;
        }
    }

    private static InetAddress address() throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }
}
