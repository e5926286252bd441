using System;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using JobStatus.Sandbox.Faults;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace JobStatus.Sandbox.Requests;

/// <summary>Logs each request when it arrives, when its response starts and when it ends.</summary>
internal sealed partial class RequestLogMiddleware(RequestLog log, TimeProvider clock)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        RequestLog.Entry entry = log.Add(Describe(context.Request));
        context.Features.Set(entry);

        // The status is logged before the first byte is sent, so that a client with a response finds it in the log.
        context.Response.OnStarting(() =>
        {
            log.SetStatus(entry, context.Response.StatusCode);
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
            log.SetEnded(entry, status);
        }
    }

    private static int? StatusOf(HttpContext context)
    {
        if (ConnectionReset.WasReset(context))
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

    // A header without a space may be a bare key, which must not be logged.
    private static string? SchemeOf(string? authorization) =>
        authorization?.IndexOf(' ', StringComparison.Ordinal) is > 0 and int end ? authorization[..end] : null;

    [GeneratedRegex("(?<=[?&]apikey=)[^&]*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AlmaKey();
}
