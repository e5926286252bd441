using System.IO;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Sandbox.Demo;

namespace JobStatus.Sandbox;

/// <summary>Runs the command that the arguments specify.</summary>
internal static class CommandLine
{
    public const int Succeeded = 0;
    public const int Failed = 1;
    public const int WrongArguments = 2;
    public const int Interrupted = 130;

    private const string Help =
        """
        A local server that behaves like Ex Libris Alma, Xplenty and Alteryx Server.

        Usage:
          jobstatus-sandbox serve [--port N] [--strict] [--history]
                                               Listen on 127.0.0.1 until you press Ctrl+C. By default, or if N is 0, the
                                               sandbox uses a free port. It prints its address and then the environment
                                               variables that connect JobStatus to it, one NAME=value per line. With
                                               --strict, it rejects requests that the services do not document. With
                                               --history, it contains a month of runs with schedules and failures.
          jobstatus-sandbox demo               Run a demonstration of the JobStatus cmdlets.
          jobstatus-sandbox --help             Show this help.
        """;

    public static async Task<int> RunAsync(
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
                    $"'{string.Join(' ', args)}' is not a valid command. Run 'jobstatus-sandbox --help' for usage.");
                return WrongArguments;
        }
    }
}
