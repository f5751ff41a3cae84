using Linli.Deliberation.Surveys;
using Linli.Notices;
using Linli.Platform.Data;
using Linli.Platform.Modules;
using Linli.Platform.Privacy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Deliberation;

/// <summary>Deliberation (议事): what many are asked, and what they answered. So far surveys.</summary>
public sealed class DeliberationModule : IModule
{
    /// <inheritdoc/>
    public string Name => "deliberation";

    /// <inheritdoc/>
    public void Declare(ModuleBuilder module)
    {
        module.Tables(Map).Permissions(DeliberationPermissions.All).Demo<SurveyDemo>(64);
        module.Services.AddSingleton(new NoticeTopic(TellResults.Topic, ("问卷", "Surveys"), ("您答过的问卷有结果了", "Results of surveys you answered")));
        module.Services.AddScoped<SurveyBook>().AddScoped<SurveyAudience>().AddScoped<IPersonalData, SurveyPersonalData>();
        module.UseCase<KeepSurveyHandler>().UseCase<RunSurveyHandler>().UseCase<AnswerSurveyHandler>().UseCase<ReadSurveyHandler>().UseCase<DeskSurveyHandler>();
        module.Job<TellResults>(TimeSpan.FromMinutes(5));
        module.Pages(new NavigationItem(Workspace.Staff, "/desk/surveys", ("问卷调查", "Surveys"), "clipboard-list", DeliberationPermissions.Surveys, 318, NavigationSection.Offers));
    }

    private static void Map(ModelBuilder model, DatabaseKind kind)
    {
        model.Entity<Survey>(e =>
        {
            e.ToTable("deliberation_survey").HasKey(s => s.Id);
            e.Property(s => s.Title).HasMaxLength(60);
            e.HasIndex(s => s.Scope);
            e.HasIndex(s => s.ClosesAt);
        });
        model.Entity<SurveyPart>(e =>
        {
            e.ToTable("deliberation_survey_part").HasKey(p => p.Id);
            e.HasOne<Survey>().WithMany().HasForeignKey(p => p.Survey);
            // One answer for each person or home, whatever two do at the same moment.
            e.HasIndex(p => new { p.Survey, p.Who }).IsUnique();
            e.HasIndex(p => p.Account);
        });
        model.Entity<SurveyAnswer>(e =>
        {
            e.ToTable("deliberation_survey_answer").HasKey(a => a.Id);
            e.HasOne<Survey>().WithMany().HasForeignKey(a => a.Survey);
            e.HasIndex(a => a.Survey);
        });
        model.Entity<SurveyItem>(e =>
        {
            e.ToTable("deliberation_survey_item").HasKey(i => new { i.Answer, i.Question, i.Choice });
            e.HasOne<SurveyAnswer>().WithMany().HasForeignKey(i => i.Answer);
        });
    }
}
