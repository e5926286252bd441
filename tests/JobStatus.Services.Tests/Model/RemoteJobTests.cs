using System;
using System.Linq;
using Xunit;

namespace JobStatus.Services.Tests.Model;

public sealed class RemoteJobTests
{
    public static TheoryData<object> WithoutValues =>
    [
        new AlmaJobInstance(),
        new AlmaJobInfo(),
        new AlmaCounter(),
        new XplentyJob(),
        new XplentyJobOutput(),
        new XplentyComponent(),
        new XplentyJobCreator(),
        new XplentyReference(),
        new XplentyLogSummary(),
        new AlteryxJob(),
        new AlteryxJobOutput(),
        new AlteryxJobMessage(),
    ];

    public static TheoryData<object> WithUnsafeText =>
    [
        new AlmaJobInstance { Id = UnsafeText.All, Name = UnsafeText.All },
        new XplentyJob { Id = UnsafeText.All },
        new AlteryxJob { Id = "1", Name = UnsafeText.All },
        new AlmaCodedValue(UnsafeText.All),
        new AlmaCodedValue("code", UnsafeText.All),
        new AlmaCounter { Type = new(UnsafeText.All), Value = UnsafeText.All },
        new AlmaJobInfo { Name = UnsafeText.All },
        new AlmaJobInfo { Id = UnsafeText.All },
        new XplentyJobOutput { Name = UnsafeText.All },
        new XplentyComponent { Name = UnsafeText.All },
        new XplentyJobCreator { DisplayName = UnsafeText.All },
        new XplentyJobCreator { Type = UnsafeText.All },
        new XplentyReference { Name = UnsafeText.All },
        new XplentyLogSummary { Body = UnsafeText.All },
        new XplentyLogSummary { ErrorSummary = UnsafeText.All },
        new AlteryxJobOutput { FileName = UnsafeText.All },
        new AlteryxJobOutput { Id = UnsafeText.All },
        new AlteryxJobMessage { Text = UnsafeText.All },
    ];

    [Theory]
    [MemberData(nameof(WithoutValues), DisableDiscoveryEnumeration = true)]
    public void Lists_and_additional_data_are_never_null(object value)
    {
        Type[] collections = [typeof(System.Collections.IEnumerable)];
        foreach (var property in value.GetType().GetProperties()
            .Where(property =>
                property.PropertyType != typeof(string) && collections.Any(type => type.IsAssignableFrom(property.PropertyType))))
        {
            Assert.Empty(Assert.IsType<System.Collections.IEnumerable>(property.GetValue(value), exactMatch: false));
        }

        Assert.Contains(value.GetType().GetProperties(), property => property.Name == nameof(RemoteJob.AdditionalData));
    }

    [Theory]
    [MemberData(nameof(WithoutValues), DisableDiscoveryEnumeration = true)]
    public void ToString_works_if_no_property_is_set(object value) =>
        Assert.NotNull(value.ToString());

    [Theory]
    [MemberData(nameof(WithUnsafeText), DisableDiscoveryEnumeration = true)]
    public void ToString_returns_one_line_without_control_characters(object value)
    {
        string text = value.ToString()!;

        Assert.DoesNotContain(text, UnsafeText.IsUnsafe);
        Assert.Contains("red", text, StringComparison.Ordinal);
        Assert.Contains("two lines", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Messages_do_not_contain_control_characters()
    {
        RemoteJob[] jobs =
        [
            new AlmaJobInstance { Status = "FAILED", Alerts = [new("a", UnsafeText.All)] },
            new XplentyJob { Status = "failed", Errors = UnsafeText.All },
            new AlteryxJob { Status = "Error", Messages = [new() { Status = 3, Text = UnsafeText.All }] },
        ];

        Assert.All(jobs, job => Assert.DoesNotContain(job.Message!, UnsafeText.IsUnsafe));
    }

    [Fact]
    public void Values_of_the_service_are_kept_unchanged()
    {
        AlmaJobInstance job = new() { Name = UnsafeText.All, Status = UnsafeText.All, StatusDescription = UnsafeText.All };

        Assert.Equal(UnsafeText.All, job.Name);
        Assert.Equal(UnsafeText.All, job.Status);
        Assert.Equal(UnsafeText.All, job.StatusDescription);
    }

    [Theory]
    [InlineData("Orders", "Xplenty 157 (Orders)")]
    [InlineData(" Orders \n to warehouse ", "Xplenty 157 (Orders to warehouse)")]
    [InlineData(" ", "Xplenty 157")]
    [InlineData(null, "Xplenty 157")]
    public void The_text_of_a_job_contains_its_service_its_id_and_its_name(string? name, string expected) =>
        Assert.Equal(expected, new XplentyJob { Id = "157", Name = name }.ToString());
}
