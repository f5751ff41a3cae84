using Linli.Platform.Text;

namespace Linli.Cases.Desk;

/// <summary>Beginnings of answers that handlers adapt; none is ever sent by itself.</summary>
internal static class AnswerTemplates
{
    public static readonly Phrase[] All =
    [
        ("您好，您反映的问题我们已到现场处理完毕，照片附后。如仍有问题，请直接点“要求重办”。",
            "Hello, we have been there and put it right; photos are attached. If anything is still wrong, please ask for it to be done again."),
        ("您好，经现场查看，情况属实。因需要采购配件，预计三个工作日内修复，完成后会再告诉您。",
            "Hello, we have looked at it. A part has to be ordered; we expect to repair it within three working days and will tell you."),
        ("您好，您咨询的事项说明如下：……如有疑问，可到一站式服务台或来电了解。",
            "Hello, here is what you asked about: … If anything is unclear, come to the one-stop desk or call us."),
        ("您好，该问题涉及其他单位职责，我们已联系并会继续跟进，进展会在这里告诉您。",
            "Hello, this is another body's duty; we have contacted them, will follow it up and tell you here."),
    ];
}
