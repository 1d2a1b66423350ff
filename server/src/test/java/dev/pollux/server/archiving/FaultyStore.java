package dev.pollux.server.archiving;

import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchiveException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A real archive whose disk can be full, or hang, at will. */
final class FaultyStore implements InvocationHandler {
    private final Archive real;
    private volatile boolean full;
    private volatile boolean hung;
    private volatile CountDownLatch hanging = new CountDownLatch(0);

    FaultyStore(Archive real) {
        this.real = real;
    }

    Archive archive() {
        return (Archive) Proxy.newProxyInstance(Archive.class.getClassLoader(), new Class<?>[] {Archive.class}, this);
    }

    void full(boolean now) {
        full = now;
    }

    void hang() {
        hanging = new CountDownLatch(1);
    }

    /** Whether an append hangs now. */
    boolean hung() {
        return hung;
    }

    void goOn() {
        hanging.countDown();
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        if (method.getName().equals("append")) {
            hung = hanging.getCount() > 0;
            hanging.await();
            hung = false;
            if (full) {
                return CompletableFuture.failedFuture(new ArchiveException("no space left"));
            }
        }
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException failed) {
            throw failed.getCause();
        }
    }
}
