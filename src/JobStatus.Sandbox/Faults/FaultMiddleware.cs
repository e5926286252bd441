using System;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace JobStatus.Sandbox.Faults;

/// <summary>Plays the injected faults.</summary>
internal sealed class FaultMiddleware(FaultList faults, TimeProvider clock, CancellationToken stopping)
{
    internal Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        ActiveFault? active = faults.Take(context.Request.Method, context.Request.Path.ToUriComponent());
        return active?.Fault.Kind switch
        {
            null => next(context),
            FaultKind.Delay => HoldAsync(context, next, active, TimeSpan.FromMilliseconds(active.Fault.Milliseconds)),
            FaultKind.Hang => HoldAsync(context, next, active, Timeout.InfiniteTimeSpan),
            FaultKind.Reset => ResetAsync(context, next, active.Fault),
            FaultKind.Truncate => TruncateAsync(context, next, active.Fault),
            _ => AnswerAsync(context, active.Fault),
        };
    }

    /// <summary>Keeps the request for that time, or until the fault is removed, and lets it go on then.</summary>
    private async Task HoldAsync(HttpContext context, RequestDelegate next, ActiveFault active, TimeSpan time)
    {
        using CancellationTokenSource given =
            CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            await active.Removed.WaitAsync(time, clock, given.Token);
        }
        catch (TimeoutException)
        {
            // the delay is over
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            ConnectionReset.Make(context);
            return;
        }

        await next(context);
    }

    private static async Task ResetAsync(HttpContext context, RequestDelegate next, Fault fault)
    {
        if (fault.AfterBytes is { } afterBytes)
        {
            await SendStartAsync(
                context, next, fault, _ => afterBytes, (_, _) => ConnectionReset.SendHeadAsync(context));
        }

        ConnectionReset.Make(context);
    }

    private static Task TruncateAsync(HttpContext context, RequestDelegate next, Fault fault)
    {
        Stream connection = context.Response.Body;
        return SendStartAsync(
            context,
            next,
            fault,
            length => fault.AfterBytes ?? length / 2,
            (sent, length) =>
            {
                // Kestrel closes the connection when a body stays below its announced length
                context.Response.ContentLength = Math.Max(length, sent + 1);
                return ValueTask.FromResult(connection);
            });
    }

    /// <summary>Sends the start of the body: of the fault's own, or of the ordinary one.</summary>
    private static async Task SendStartAsync(
        HttpContext context,
        RequestDelegate next,
        Fault fault,
        Func<long, long> shareOf,
        Func<long, long, ValueTask<Stream>> open)
    {
        Stream connection = context.Response.Body;
        await using PartialBodyStream start = new(context.Response, open, shareOf);
        context.Response.Body = start;
        try
        {
            await (fault.Body is null ? next(context) : AnswerAsync(context, fault));
            await start.CompleteAsync(context.RequestAborted);
        }
        finally
        {
            context.Response.Body = connection;
        }
    }

    private static async Task AnswerAsync(HttpContext context, Fault fault)
    {
        HttpResponse response = context.Response;
        byte[] body = Encoding.UTF8.GetBytes(fault.Body ?? "");
        response.StatusCode = fault.Status ?? StatusCodes.Status200OK;
        if (body.Length > 0)
        {
            response.ContentType = fault.ContentType;
        }

        foreach ((string name, string value) in fault.Headers)
        {
            response.Headers[name] = value;
        }

        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, context.RequestAborted);
    }
}
