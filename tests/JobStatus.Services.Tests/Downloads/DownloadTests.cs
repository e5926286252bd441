using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Jobs;
using JobStatus.Services.Alteryx;
using JobStatus.Services.Downloads;
using Xunit;

namespace JobStatus.Services.Tests.Downloads;

public sealed class DownloadTests : ServiceTest, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    void IDisposable.Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Only_one_of_two_concurrent_downloads_with_the_same_file_name_is_saved()
    {
        const int Times = 50;
        using AlteryxClient client = Alteryx();
        for (int i = 0; i < Times; i++)
        {
            SandboxJob job = Server.CreateJob(new NewJob
            {
                Service = SandboxService.Alteryx,
                DurationSeconds = 0,
                Outputs = [Output("66f0000000000000000000f1", i), Output("66f0000000000000000000f2", i)],
            });
            AlteryxJob read = await client.GetJobAsync(job.Id, includeMessages: false, Call);

            Task<string>[] saves =
            [
                .. read.Outputs.Select(output =>
                    client.SaveOutputAsync(job.Id, output, "Raw", new DownloadDestination(_folder.FullName), Call)),
            ];
            await Task.WhenAll(saves)
                .ContinueWith(static _ => { }, TestContext.Current.CancellationToken, TaskContinuationOptions.None, TaskScheduler.Default);

            Assert.Equal(1, saves.Count(save => save.IsCompletedSuccessfully));
            JobServiceException error = Assert.IsType<JobServiceException>(
                saves.Single(save => save.IsFaulted).Exception!.InnerException);
            Assert.Equal(JobServiceErrorKind.FileExists, error.Kind);
        }

        Assert.Equal(Times, _folder.GetFiles().Length);
    }

    private static JobOutput Output(string id, int number) => new()
    {
        Id = id,
        FileName = $"twin{number}.csv",
        AvailableFormats = ["Raw"],
        Disposition = $"attachment; filename=twin{number}.csv",
    };
}
