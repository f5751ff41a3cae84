using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Care;

/// <summary>Looks for a person where the caller works, by name, the last four digits of the phone, or the home.</summary>
/// <param name="Words">At least two characters.</param>
internal sealed record FindForCare(string? Words) : IQuery<IReadOnlyList<PersonForCare>>;

internal sealed class FindForCareHandler(LinliDb db, CurrentCaller current, CareDesk desk) : IHandler<FindForCare, IReadOnlyList<PersonForCare>>, IUseCase
{
    private const int Most = 20;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/care/people", (string? words, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new FindForCare(words), cancel))
            .Needs(PeoplePermissions.Care).WithTags("care").WithSummary("Find a person within my places; masked");

    public async Task<Result<IReadOnlyList<PersonForCare>>> Handle(FindForCare request, CancellationToken cancel)
    {
        var words = CareRules.Clean(request.Words, 60);
        if (words.Length < 2)
            return Problem.Invalid("words", "care.words", "请输入至少两个字：姓名、手机后四位或房号。", "Type at least two characters: name, last four digits of the phone, or home.");
        var tail = words.Length == 4 && words.All(char.IsAsciiDigit);
        var found = await desk.Ties(current.Value.ScopesFor(PeoplePermissions.Care))
            .Join(db.Records<Person>().Where(p => p.DiedOn == null && p.ErasedAt == null), t => t.PersonId, p => p.Id, (t, p) => new { t, p })
            .Where(x => tail ? x.p.PhoneTail == words : x.t.HomeLabel == words || (x.p.Name != null && x.p.Name.StartsWith(words)))
            .OrderBy(x => x.t.HomeLabel).ThenBy(x => x.p.Id).Take(Most)
            .Select(x => new { x.p.Id, x.p.Name, x.p.PhoneMask, x.p.BirthDate, x.t.HomeLabel }).ToListAsync(cancel);
        return found.ConvertAll(x => new PersonForCare(x.Id, Masked.Name(x.Name), x.HomeLabel, CareRules.Age(x.BirthDate, desk.Today), x.PhoneMask));
    }
}
