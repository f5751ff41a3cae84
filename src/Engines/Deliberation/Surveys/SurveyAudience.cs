using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Linli.Deliberation.Surveys;

/// <summary>Somebody who may answer, as what.</summary>
/// <param name="Who">The person or the home that answers once.</param>
/// <param name="Home">Label of the home, such as 和二-7-502.</param>
/// <param name="Band">Age group.</param>
/// <param name="Relation">Tie to the home.</param>
/// <param name="Community">Code of the community.</param>
internal sealed record Respondent(Guid Who, string Home, string Band, HomeRelation Relation, string Community);

/// <summary>Whom a survey asks (调查对象): verified ties to homes of its place, of an age.</summary>
internal sealed class SurveyAudience(LinliDb db, IHomeTies ties, IPersonTraits traits, IScopeTree tree, TimeProvider time)
{
    // Of whoever asks: a list of surveys looks them up once.
    private readonly Dictionary<Guid, IReadOnlyList<TieOfHome>> running = [];
    private readonly Dictionary<Guid, PersonTraits?> known = [];

    public static readonly Problem Answered = Problem.Conflict("survey.answered", "您（或您家）已经答过这份问卷，谢谢。", "You, or somebody of your household, has answered already. Thank you.");

    /// <summary>As whom an account may answer, or why not.</summary>
    public async Task<Result<Respondent>> Of(Survey survey, Guid account, CancellationToken cancel)
    {
        var (place, relations) = (ScopePath.Parse(survey.Scope, null), SurveyBook.Relations(survey));
        var here = (await TiesOf(account, cancel)).Where(t => place.Contains(t.Building)).OrderBy(t => t.HomeLabel, StringComparer.Ordinal).ThenBy(t => t.Id).ToList();
        if (here.Count == 0)
            return Problem.Forbidden("survey.not_here", "这份问卷只问本地已核验的住户；请先在“我的家”登记。", "This survey asks verified households of the place: register your home first.");
        here = here.FindAll(t => relations.Contains(t.Relation));
        if (here.Count == 0)
            return Problem.Forbidden("survey.not_asked", $"这份问卷只问{string.Join('、', relations.Select(r => SurveyRules.Of(r).Zh))}。", $"This survey asks {string.Join(", ", relations.Select(r => SurveyRules.Of(r).En.ToLowerInvariant()))} only.");
        var age = (await TraitsOf(here[0].Person, cancel))?.AgeOn(LocalTime.Today(time));
        if (Refused(survey, age) is { } problem)
            return problem;
        var asked = survey.Unit == SurveyUnit.Person ? [here[0].Person] : here.ConvertAll(t => t.Home).Distinct().ToList();
        var done = await db.Records<SurveyPart>().Where(p => p.Survey == survey.Id && asked.Contains(p.Who)).Select(p => p.Who).ToListAsync(cancel);
        if (asked.Except(done).ToList() is not [var who, ..])
            return Answered;
        var tie = here.Find(t => survey.Unit == SurveyUnit.Person || t.Home == who)!;
        return new Respondent(who, tie.HomeLabel, AgeBands.Of(age), tie.Relation, tree.CommunityOf(tie.Building)?.Code ?? "");
    }

    private async Task<IReadOnlyList<TieOfHome>> TiesOf(Guid account, CancellationToken cancel) =>
        running.TryGetValue(account, out var found) ? found : running[account] = await ties.Running(account, cancel);

    private async Task<PersonTraits?> TraitsOf(Guid person, CancellationToken cancel) =>
        known.TryGetValue(person, out var found) ? found : known[person] = await traits.Of(person, cancel);

    private static Problem? Refused(Survey survey, int? age)
    {
        if (survey is { MinAge: null, MaxAge: null })
            return null;
        if (age is not { } years)
            return Problem.Forbidden("survey.age_unknown", "登记信息里没有您的出生日期，请到社区服务台补登后再答。", "The register has no birth date of yours: have it added at the desk, then answer.");
        return years < (survey.MinAge ?? 0) || years > (survey.MaxAge ?? int.MaxValue)
            ? Problem.Forbidden("survey.age", $"这份问卷问的是{Ages(survey).Zh}的居民。", $"This survey asks residents {Ages(survey).En}.")
            : null;
    }

    /// <summary>The ages asked, in words.</summary>
    public static Phrase Ages(Survey survey) => (survey.MinAge, survey.MaxAge) switch
    {
        (null, null) => ("不限年龄", "of any age"),
        ({ } from, null) => ($"{from} 岁及以上", $"aged {from} and older"),
        (null, { } to) => ($"{to} 岁及以下", $"aged {to} and younger"),
        ({ } from, { } to) => ($"{from}–{to} 岁", $"aged {from} to {to}"),
    };
}
