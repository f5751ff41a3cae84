using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Me;

/// <summary>Changes how the caller is called and how pages look to them; what is left out stays.</summary>
/// <param name="Name">Full name, 2–40 characters; cannot be changed once a home was verified under it.</param>
/// <param name="Language"><c>zh</c> or <c>en</c>.</param>
/// <param name="ElderMode">Care mode.</param>
internal sealed record ChangeMe(string? Name = null, string? Language = null, bool? ElderMode = null) : ICommand<Done>, IValidated
{
    public IEnumerable<Problem> Problems()
    {
        if (Name is not null && PersonNames.Check(Name) is { } problem)
            yield return problem;
        if (Language is not (null or "zh" or "en"))
            yield return Problem.Invalid("language", "language_unknown", "语言只能是 zh 或 en。", "The language is zh or en.");
    }
}

internal sealed class ChangeMeHandler(LinliDb db, CurrentCaller current, CallerDirectory directory)
    : IHandler<ChangeMe, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPatch("/me", (ChangeMe request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(Access.SignedIn).WithTags("me").WithSummary("Change one's name, language or care mode");

    public async Task<Result<Done>> Handle(ChangeMe request, CancellationToken cancel)
    {
        var person = await db.Records<Person>().SingleOrDefaultAsync(p => p.Id == current.Value.Person, cancel);
        if (person is null)
            return Problem.Forbidden("machines_have_no_profile", "接口密钥没有个人资料。", "A machine's key has no profile.");
        if (request.Name?.Trim() is { } name && name != person.Name)
        {
            if (await NameIsVerified(person.Id, cancel))
                return Problem.Conflict("name_verified", "姓名已通过审核，如需更改请联系社区。", "This name was verified: ask the community to change it.");
            person.Name = name;
        }

        person.Language = request.Language ?? person.Language;
        person.ElderMode = request.ElderMode ?? person.ElderMode;
        var account = current.Value.Account!.Value;
        db.AfterCommit(() => directory.Forget(account));
        return Done.It;
    }

    private async Task<bool> NameIsVerified(Guid person, CancellationToken cancel) =>
        await db.Unfiltered<HomeTie>().AnyAsync(t => t.PersonId == person, cancel)
        || await db.Records<Account>().AnyAsync(a => a.PersonId == person && a.Kind == AccountKind.Staff, cancel);
}

/// <summary>What a person's name may be.</summary>
internal static class PersonNames
{
    public static Problem? Check(string? name) =>
        name?.Trim() is { Length: >= 2 and <= 40 } text && !text.Any(c => char.IsControl(c) || char.IsDigit(c) || c is '<' or '>')
            ? null
            : Problem.Invalid("name", "name_invalid", "请填写真实姓名（2–40 个字）。", "Please give your real name (2–40 characters).");
}
