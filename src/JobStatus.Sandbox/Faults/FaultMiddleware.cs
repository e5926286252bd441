using System;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace JobStatus.Sandbox;

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
            ConnectionCut.Make(context);
            return;
        }

        await next(context);
    }

    private static async Task ResetAsync(HttpContext context, RequestDelegate next, Fault fault)
    {
        if (fault.AfterBytes is { } afterBytes)
        {
            byte[] body = await WholeBodyAsync(context, next, fault);
            await ConnectionCut.MakeWithinAsync(context, body, afterBytes);
        }
        else
        {
            ConnectionCut.Make(context);
        }
    }

    private static async Task TruncateAsync(HttpContext context, RequestDelegate next, Fault fault)
    {
        byte[] body = await WholeBodyAsync(context, next, fault);
        int sent = Math.Min(fault.AfterBytes ?? body.Length / 2, body.Length);
        context.Response.ContentLength = Math.Max(body.Length, sent + 1);

        // Kestrel closes the connection when a body stays below its announced length
        await context.Response.Body.WriteAsync(body.AsMemory(0, sent), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    private static async Task AnswerAsync(HttpContext context, Fault fault)
    {
        byte[] body = Prepare(context.Response, fault);
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    private static byte[] Prepare(HttpResponse response, Fault fault)
    {
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

        return body;
    }

    private static async Task<byte[]> WholeBodyAsync(HttpContext context, RequestDelegate next, Fault fault)
    {
        if (fault.Body is not null)
        {
            return Prepare(context.Response, fault);
        }

        Stream connection = context.Response.Body;
        using MemoryStream ordinary = new();
        context.Response.Body = ordinary;
        try
        {
            await next(context);
        }
        finally
        {
            context.Response.Body = connection;
        }

        return ordinary.ToArray();
    }
}
