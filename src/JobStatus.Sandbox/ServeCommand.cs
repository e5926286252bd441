using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;

namespace JobStatus.Sandbox;

/// <summary>Runs the sandbox until it is canceled.</summary>
internal static class ServeCommand
{
    public static async Task<int> RunAsync(
        string[] args, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        if (!TryReadPort([.. args.Where(argument => argument is not ("--strict" or "--history"))], out int port))
        {
            await error.WriteLineAsync(
                $"'{string.Join(' ', args)}' is not valid for 'serve'. Use --port with a number from 0 to {IPEndPoint.MaxPort}, "
                + "--strict, and --history.");
            return CommandLine.WrongArguments;
        }

        SandboxServer server;
        try
        {
            SandboxOptions options = new()
            {
                Port = port,
                History = args.Contains("--history"),
                Settings = new() { Strict = args.Contains("--strict") },
            };
            server = await SandboxServer.StartAsync(options, cancellationToken);
        }
        catch (IOException exception)
        {
            await error.WriteLineAsync($"The sandbox cannot listen on port {port}: {exception.Message}");
            return CommandLine.Failed;
        }

        await using (server)
        {
            await AnnounceAsync(server, output);
            TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
            await using CancellationTokenRegistration registration = cancellationToken.Register(stopped.SetResult);
            await stopped.Task;
        }

        return CommandLine.Succeeded;
    }

    /// <summary>Writes the address of the sandbox and one line for each environment variable.</summary>
    public static async Task AnnounceAsync(SandboxServer server, TextWriter output)
    {
        await output.WriteLineAsync($"Listening on {server.BaseUri.GetLeftPart(UriPartial.Authority)}");
        foreach ((string name, string value) in server.EnvironmentVariables)
        {
            await output.WriteLineAsync($"{name}={value}");
        }

        await output.FlushAsync();
    }

    private static bool TryReadPort(string[] args, out int port)
    {
        port = 0;
        return args is []
            || (args is ["--port", string text]
                && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port)
                && port <= IPEndPoint.MaxPort);
    }
}
