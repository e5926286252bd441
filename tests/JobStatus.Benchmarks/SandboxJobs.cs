using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Alma;
using JobStatus.Sandbox.Alteryx;
using JobStatus.Sandbox.Jobs;
using JobStatus.Sandbox.Xplenty;

namespace JobStatus.Benchmarks;

/// <summary>Creates jobs in a sandbox. They are runs of 20 definitions of each service, in turn.</summary>
internal sealed class SandboxJobs(SandboxServer server)
{
    private const int DefinitionCount = 20;

    private readonly Dictionary<SandboxService, string[]> _definitions = [];
    private readonly Dictionary<SandboxService, int> _counts = [];

    public SandboxJob Create(NewJob job)
    {
        int count = _counts.GetValueOrDefault(job.Service);
        _counts[job.Service] = count + 1;
        string definition = GetDefinitions(job.Service)[count % DefinitionCount];
        return server.CreateJob(job with
        {
            JobId = job.Service == SandboxService.Alma ? definition : null,
            PackageId = job.Service == SandboxService.Xplenty ? long.Parse(definition, CultureInfo.InvariantCulture) : null,
            WorkflowId = job.Service == SandboxService.Alteryx ? definition : null,
        });
    }

    /// <summary>Returns the ids of the definitions of a service.</summary>
    public string[] GetDefinitions(SandboxService service)
    {
        if (!_definitions.TryGetValue(service, out string[]? definitions))
        {
            definitions = [.. Enumerable.Range(0, DefinitionCount).Select(index => CreateDefinition(service, index))];
            _definitions.Add(service, definitions);
        }

        return definitions;
    }

    private string CreateDefinition(SandboxService service, int index) => service switch
    {
        SandboxService.Alma => server.CreateDefinition(new NewDefinition { Name = $"Job {index}" }).Id,
        SandboxService.Xplenty => server.CreatePackage(new NewPackage { Name = $"Package {index}" }).Id
            .ToString(CultureInfo.InvariantCulture),
        _ => server.CreateWorkflow(new NewWorkflow { Name = $"Workflow {index}" }).Id,
    };
}
