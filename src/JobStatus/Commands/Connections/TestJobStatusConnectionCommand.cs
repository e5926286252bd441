using System.Linq;
using System.Management.Automation;
using JobStatus.Completion;
using JobStatus.Pipeline;
using JobStatus.Services;

namespace JobStatus.Commands;

/// <summary>
/// Tests connections. Each one is tested with one request that is not retried, or with two if the service can tell whether the
/// key may start jobs.
/// </summary>
[Cmdlet(
    VerbsDiagnostic.Test,
    "JobStatusConnection",
    DefaultParameterSetName = ByName,
    HelpUri = HelpPages.Root + "Test-JobStatusConnection.md")]
[OutputType(typeof(ConnectionTestResult))]
public sealed class TestJobStatusConnectionCommand : AsyncCommand
{
    private const string ByName = "Name";
    private const string ByObject = "Connection";

    /// <summary>The names of connections. Wildcards are supported.</summary>
    [Parameter(Position = 0, ParameterSetName = ByName)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Tests only connections to these services. Wildcards are supported.</summary>
    [Parameter(ParameterSetName = ByName)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    public string[] Service { get; set; } = ["*"];

    /// <summary>The connections to test.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByObject)]
    [ValidateNotNull]
    public JobStatusConnection[] Connection { get; set; } = [];

    /// <summary>Starts testing the connections.</summary>
    protected override void ProcessRecord()
    {
        foreach (JobStatusConnection connection in ParameterSetName == ByObject ? Connection : FindConnections())
        {
            Test(connection);
        }
    }

    // Environment variables that do not describe a connection are an error, because the user might not know that they are
    // incomplete.
    private JobStatusConnection[] FindConnections()
    {
        string[] unknown = [.. Service.Where(static name =>
            !WildcardPattern.ContainsWildcardCharacters(name) && JobServices.Find(name) is null)];
        foreach (string name in unknown)
        {
            string known = string.Join(", ", JobServices.All.Select(static service => service.Name));
            WriteError(ErrorRecords.From(
                new JobServiceException(
                    name, JobServiceErrorKind.InvalidRequest, $"{name} is not a service.", $"Specify one of these services: {known}."),
                name));
        }

        if (unknown.Length == Service.Length)
        {
            return [];
        }

        var services = new NamePatterns(Service);
        var names = new NamePatterns(Name);
        bool isInvalid = false;
        ConnectionStore.OpenFromEnvironment(exception =>
        {
            if (services.IsMatch(exception.Service) && names.IsMatch(ConnectionStore.EnvironmentName))
            {
                isInvalid = true;
                WriteError(ErrorRecords.From(exception, exception.Service));
            }
        });

        JobStatusConnection[] connections = [.. ConnectionSearch.Find(this, Name, Service)];
        if (connections.Length == 0 && !isInvalid && !MyInvocation.BoundParameters.ContainsKey(nameof(Name)))
        {
            WriteError(ErrorRecords.From(
                new JobServiceException(string.Join(", ", Service), JobServiceErrorKind.NotConnected, "There is no connection to test."),
                null));
        }

        return connections;
    }

    private void Test(JobStatusConnection connection)
    {
        try
        {
            JobServiceClient client = ConnectionStore.Find(connection.Service, new ConnectionReference(connection)).Client;
            Start(
                async call => PostObject(await client.TestAsync(Describe, call).ConfigureAwait(false)),
                exception => WriteError(ErrorRecords.From(exception, connection)));
        }
        catch (JobServiceException exception)
        {
            WriteError(ErrorRecords.From(exception, connection));
        }
    }

    private static string Describe(JobServiceException error)
    {
        ErrorTable.AddRecommendedAction(error);
        return error.Message;
    }
}
