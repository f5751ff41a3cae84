using Linli.Platform.Results;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Routing;

namespace Linli.People.Privacy.Disclosure;

/// <summary>Writes that somebody looks at what is kept of a person, or is refused (R37, R38).</summary>
/// <param name="Wish">What they want to see, and why.</param>
/// <param name="Refused">Why the asking module says no already; <c>null</c> to decide here.</param>
internal sealed record LookAt(DisclosureWish Wish, Problem? Refused = null) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Wish.Person.ToString();
}

internal sealed class LookAtHandler(DisclosureDesk desk) : IHandler<LookAt, Done>, IUseCase
{
    // Only other use cases ask: nobody writes a view by itself.
    public static void Map(IEndpointRouteBuilder api)
    {
    }

    public async Task<Result<Done>> Handle(LookAt request, CancellationToken cancel)
    {
        var decided = await desk.Decide(request.Wish, request.Refused, cancel);
        return decided.Ok ? Done.It : decided.As<Done>();
    }
}
