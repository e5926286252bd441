using System;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace JobStatus.Sandbox.Faults;

/// <summary>Applies the injected faults to requests.</summary>
internal sealed class FaultMiddleware(FaultList faults, TimeProvider clock, CancellationToken stopping)
{
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        ActiveFault? active = faults.Take(context.Request.Method, context.Request.Path.ToUriComponent());
        return active?.Fault.Kind switch
        {
            null => next(context),
            FaultKind.Delay => HoldAsync(context, next, active, TimeSpan.FromMilliseconds(active.Fault.Milliseconds)),
            FaultKind.Hang => HoldAsync(context, next, active, Timeout.InfiniteTimeSpan),
            FaultKind.Reset => ResetAsync(context, next, active.Fault),
            FaultKind.Truncate => TruncateAsync(context, next, active.Fault),
            _ => RespondAsync(context, active.Fault),
        };
    }

    /// <summary>Holds the request for the given time or until the fault is removed, and then processes it.</summary>
    private async Task HoldAsync(HttpContext context, RequestDelegate next, ActiveFault active, TimeSpan time)
    {
        using CancellationTokenSource canceled =
            CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            await active.Removed.WaitAsync(time, clock, canceled.Token);
        }
        catch (TimeoutException)
        {
            // The delay has passed.
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            ConnectionReset.Reset(context);
            return;
        }

        await next(context);
    }

    private static async Task ResetAsync(HttpContext context, RequestDelegate next, Fault fault)
    {
        if (fault.AfterBytes is { } afterBytes)
        {
            await SendStartAsync(
                context, next, fault, _ => afterBytes, (_, _) => ConnectionReset.SendHeadersAsync(context));
        }

        ConnectionReset.Reset(context);
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
                // Kestrel closes the connection if the body is shorter than its Content-Length.
                context.Response.ContentLength = Math.Max(length, sent + 1);
                return ValueTask.FromResult(connection);
            });
    }

    /// <summary>Sends the first part of the fault's body or, if it has none, of the normal body.</summary>
    private static async Task SendStartAsync(
        HttpContext context,
        RequestDelegate next,
        Fault fault,
        Func<long, long> bytesToSend,
        Func<long, long, ValueTask<Stream>> openConnection)
    {
        Stream connection = context.Response.Body;
        await using PartialBodyStream start = new(context.Response, openConnection, bytesToSend);
        context.Response.Body = start;
        try
        {
            await (fault.Body is null ? next(context) : RespondAsync(context, fault));
            await start.CompleteAsync(context.RequestAborted);
        }
        finally
        {
            context.Response.Body = connection;
        }
    }

    private static async Task RespondAsync(HttpContext context, Fault fault)
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
