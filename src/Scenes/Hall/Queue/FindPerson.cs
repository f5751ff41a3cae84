using Linli.People;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Hall.Queue;

/// <summary>Looks at a counter for somebody who is not there themselves, by name, pinyin, the last four digits of the phone, or the home; masked, and written to the audit log.</summary>
/// <param name="Words">At least two characters.</param>
internal sealed record FindPerson(string? Words) : ICommand<IReadOnlyList<PersonFoundByName>>, IAudited
{
    string? IAudited.AuditSubject => null;
}

internal sealed class FindPersonHandler(IPeopleFinder finder, CurrentCaller current) : IHandler<FindPerson, IReadOnlyList<PersonFoundByName>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/halls/people/find", (FindPerson request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(HallPermissions.Counter).WithTags("Hall").WithSummary("Find somebody by name, masked 按姓名查找");

    public Task<Result<IReadOnlyList<PersonFoundByName>>> Handle(FindPerson request, CancellationToken cancel) =>
        finder.Find(request.Words, current.Value.ScopesFor(HallPermissions.Counter), cancel);
}
