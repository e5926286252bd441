using System.IO;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Sandbox.Demo;

namespace JobStatus.Sandbox;

/// <summary>Finds the command that the arguments name.</summary>
internal static class CommandLine
{
    internal const int Succeeded = 0;
    internal const int Failed = 1;
    internal const int WrongArguments = 2;
    internal const int Interrupted = 130;

    private const string Help =
        """
        A local server that behaves like Ex Libris Alma, Xplenty and Alteryx Server.

        Usage:
          jobstatus-sandbox serve [--port N]   Serve on 127.0.0.1 until Ctrl+C. Without a port, or with 0, a free one
                                               is taken. The first line printed is where it listens, the others are the
                                               environment variables by which JobStatus finds it.
          jobstatus-sandbox demo               Run the whole story once.
          jobstatus-sandbox --help             Show this text.
        """;

    internal static async Task<int> RunAsync(
        string[] args, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        switch (args)
        {
            case ["serve", .. string[] rest]:
                return await ServeCommand.RunAsync(rest, output, error, cancellationToken);

            case ["demo", .. string[] rest]:
                return await DemoCommand.RunAsync(rest, cancellationToken);

            case ["--help" or "-h"]:
                await output.WriteLineAsync(Help);
                return Succeeded;

            case []:
                await error.WriteLineAsync(Help);
                return WrongArguments;

            default:
                await error.WriteLineAsync(
                    $"There is no command '{string.Join(' ', args)}'. See jobstatus-sandbox --help.");
                return WrongArguments;
        }
    }
}
