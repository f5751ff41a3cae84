using System.Text.Json.Serialization;
using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Privacy;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.People.Privacy.MyData;

/// <summary>Everything the house keeps of a person, module by module (R37, PIPL art. 45).</summary>
/// <param name="Person">A child the caller is the guardian of; left out for oneself.</param>
internal sealed record MyData(Guid? Person = null) : IQuery<DataOfPerson>;

/// <summary>The same as one archive to take along; each is in the audit log.</summary>
/// <param name="Person">A child the caller is the guardian of; left out for oneself.</param>
internal sealed record ExportMyData(Guid? Person = null) : ICommand<DataOfPerson>, IAudited
{
    public string? AuditSubject => Person?.ToString();
}

/// <summary>What is kept, and what would stay.</summary>
/// <param name="Person">Whose.</param>
/// <param name="Name">Their name.</param>
/// <param name="At">As of when.</param>
/// <param name="Modules">What each module keeps.</param>
/// <param name="Children">Children the caller may see the same of.</param>
internal sealed record DataOfPerson(
    Guid Person, string Name, DateTimeOffset At, IReadOnlyList<DataOfModule> Modules, IReadOnlyList<ChildOfMine> Children);

/// <summary>What one module keeps.</summary>
internal sealed record DataOfModule(string Module, Phrase Title, IReadOnlyList<DataSection> Sections)
{
    /// <summary>How many things.</summary>
    [JsonIgnore]
    public int Count => Sections.Sum(s => s.Items.Count);
}

internal sealed class MyDataHandler(SubjectDesk subjects, ISensitiveActs acts, IEnumerable<IPersonalData> modules, TimeProvider time)
    : IHandler<MyData, DataOfPerson>, IHandler<ExportMyData, DataOfPerson>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/me/data", (Guid? person, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new MyData(person), cancel))
            .Needs(Access.SignedIn).WithTags("privacy").WithSummary("Everything kept about me 我的信息");
        api.MapGet("/me/data/archive.zip", (Guid? person, UseCaseRunner runner, DataArchive archive, CancellationToken cancel) =>
            archive.Download(runner, person, cancel))
            .Needs(Access.SignedIn).WithTags("privacy").WithSummary("Everything kept about me as one archive 导出我的信息")
            .Produces(StatusCodes.Status200OK, contentType: "application/zip");
    }

    public async Task<Result<DataOfPerson>> Handle(ExportMyData request, CancellationToken cancel) =>
        await acts.Hindrance(cancel) is { } wait ? wait : await Gather(request.Person, cancel);

    public Task<Result<DataOfPerson>> Handle(MyData request, CancellationToken cancel) => Gather(request.Person, cancel);

    private async Task<Result<DataOfPerson>> Gather(Guid? whose, CancellationToken cancel)
    {
        var found = await subjects.Find(whose, cancel);
        if (!found.Ok)
            return found.As<DataOfPerson>();
        var subject = await subjects.Subject(found.Value, cancel, toTakeAlong: true);
        var gathered = new List<DataOfModule>();
        foreach (var module in modules)
            if (await module.Export(subject, cancel) is { Count: > 0 } sections)
                gathered.Add(new(module.Module, module.Title, sections));
        // A person's own profile comes first, then by name.
        var ordered = gathered.OrderBy(m => m.Module != "people").ThenBy(m => m.Module, StringComparer.Ordinal).ToList();
        return new DataOfPerson(
            found.Value.Id, Names.Own(found.Value), Clock.Now(time), ordered, whose is null ? await subjects.Children(cancel) : []);
    }
}
