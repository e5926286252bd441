using System;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using JobStatus.Sandbox.Faults;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace JobStatus.Sandbox.Requests;

/// <summary>Writes every request down when it arrives, when it is answered, and when it ends.</summary>
internal sealed partial class RequestLogMiddleware(RequestLog log, TimeProvider clock)
{
    internal async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        RequestLog.Entry entry = log.Add(Describe(context.Request));

        // before the first byte leaves, so that whoever has the answer finds it in the log
        context.Response.OnStarting(() =>
        {
            log.Answered(entry, context.Response.StatusCode);
            return Task.CompletedTask;
        });

        int? status = StatusCodes.Status500InternalServerError;
        try
        {
            await next(context);
            status = StatusOf(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            status = LoggedRequest.ClientClosedRequest;
        }
        finally
        {
            log.Ended(entry, status);
        }
    }

    private static int? StatusOf(HttpContext context)
    {
        if (ConnectionReset.WasMade(context))
        {
            return null;
        }

        return context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted
            ? LoggedRequest.ClientClosedRequest
            : context.Response.StatusCode;
    }

    private LoggedRequest Describe(HttpRequest request)
    {
        string? authorization = TextOf(request.Headers.Authorization);
        return new LoggedRequest(
            Sequence: 0,
            Time: clock.GetUtcNow(),
            Method: request.Method,
            Path: request.Path.ToUriComponent(),
            Query: AlmaKey().Replace(request.QueryString.Value ?? "", "***"),
            Status: null,
            Ended: false,
            Accept: TextOf(request.Headers.Accept),
            UserAgent: TextOf(request.Headers.UserAgent),
            HasAuthorization: authorization is not null,
            AuthorizationScheme: SchemeOf(authorization));
    }

    private static string? TextOf(StringValues header) => header.Count == 0 ? null : header.ToString();

    // a header of one word may be a bare key, which must not be written down
    private static string? SchemeOf(string? authorization) =>
        authorization?.IndexOf(' ', StringComparison.Ordinal) is > 0 and int end ? authorization[..end] : null;

    [GeneratedRegex("(?<=[?&]apikey=)[^&]*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AlmaKey();
}
