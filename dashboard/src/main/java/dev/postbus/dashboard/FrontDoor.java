package dev.postbus.dashboard;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Where every request comes in: gives every answer its protecting headers, turns away what speaks
 * to another host, and tells files from the API.
 */
final class FrontDoor extends Handler.Abstract {

  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self';"
          + " base-uri 'none'; frame-ancestors 'none'";

  private static final String API = "/api/";

  private final Hosts hosts;
  private final StaticFiles files;
  private final ApiHandler api;

  FrontDoor(Hosts hosts, StaticFiles files, ApiHandler api) {
    this.hosts = hosts;
    this.files = files;
    this.api = api;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    protect(response.getHeaders());
    String path = request.getHttpURI().getPath();
    if (!hosts.admits(request.getHeaders().get(HttpHeader.HOST))) {
      api.refuse(
          ApiError.of(
              421,
              "host",
              "this name is not one of the dashboard's; allow it with publicUrl or allowedHost"),
          response,
          callback);
    } else if (path != null && path.startsWith(API)) {
      api.handle(path.substring(API.length()), request, response, callback);
    } else {
      file(path == null ? "/" : path, request, response, callback);
    }
    return true;
  }

  private static void protect(HttpFields.Mutable headers) {
    headers.put("Content-Security-Policy", CONTENT_SECURITY_POLICY);
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("X-Frame-Options", "DENY");
    headers.put("Referrer-Policy", "no-referrer");
    headers.put("Cross-Origin-Opener-Policy", "same-origin");
    headers.put("Cross-Origin-Resource-Policy", "same-origin");
    headers.put(HttpHeader.CACHE_CONTROL, "no-store");
  }

  private void file(String path, Request request, Response response, Callback callback) {
    boolean reads = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
    Optional<StaticFiles.File> found = reads ? files.find(path) : Optional.empty();
    if (found.isEmpty()) {
      ApiError error =
          reads
              ? ApiError.notFound("there is no such page")
              : ApiError.of(405, "method", "pages can only be read");
      api.refuse(error, response, callback);
      return;
    }
    StaticFiles.File file = found.get();
    HttpFields.Mutable headers = response.getHeaders();
    headers.put(HttpHeader.CACHE_CONTROL, "no-cache");
    headers.put(HttpHeader.ETAG, file.etag());
    if (file.etag().equals(request.getHeaders().get(HttpHeader.IF_NONE_MATCH))) {
      response.setStatus(304);
      response.write(true, null, callback);
      return;
    }
    headers.put(HttpHeader.CONTENT_TYPE, file.type());
    headers.put(HttpHeader.CONTENT_LENGTH, file.content().length);
    ByteBuffer content =
        request.getMethod().equals("HEAD") ? null : ByteBuffer.wrap(file.content());
    response.write(true, content, callback);
  }
}
