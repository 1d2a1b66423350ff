package dev.pollux.archive.influx;

import java.io.IOException;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Lets the client of 2.x write to a server that only has the interface of 1.x: {@code /api/v2/write?bucket=db/rp}
 * becomes {@code /write?db=db&rp=rp}, and a user with a password proves itself by Basic authentication. It stands
 * before the client's own interceptors, so the client must have no token, which would overwrite that header.
 */
final class PathMapping implements Interceptor {
    private static final String NEW_PATH = "/api/v2/write";

    private final InfluxConfig.Login login;
    private final boolean mapping;

    PathMapping(InfluxConfig.Login login, boolean mapping) {
        this.login = login;
        this.mapping = mapping;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        boolean write = request.url().encodedPath().endsWith(NEW_PATH);
        Request.Builder changed = request.newBuilder();
        if (login.isPassword()) {
            changed.header("Authorization", Credentials.basic(login.user(), login.secret()));
        }
        if (write && mapping) {
            changed.url(mapped(request.url()));
        }
        Response response = chain.proceed(changed.build());
        if (write && response.isSuccessful() && response.code() != 204) {
            response.close();
            // The page of a proxy or of another service: nothing was stored.
            throw new IOException("answered " + response.code() + " instead of 204; this is no InfluxDB");
        }
        return response;
    }

    private static HttpUrl mapped(HttpUrl url) {
        String bucket = url.queryParameter("bucket");
        String[] parts = (bucket == null ? "" : bucket).split("/", 2);
        String path = url.encodedPath();
        HttpUrl.Builder mapped = url.newBuilder()
                .encodedPath(path.substring(0, path.length() - NEW_PATH.length()) + "/write")
                .query(null)
                .addQueryParameter("db", parts[0])
                // 1.x takes n and ns, 2.x on its old path only ns.
                .addQueryParameter("precision", "ns");
        if (parts.length == 2) {
            mapped.addQueryParameter("rp", parts[1]);
        }
        return mapped.build();
    }
}
