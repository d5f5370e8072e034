"""A form with every kind of field."""

from django import forms

from jisr.web.widgets import DayInput, FacesSelect, PhoneInput


class EveryField(forms.Form):
    """One field of each kind, in the words of a reception."""

    name = forms.CharField(label="الاسم كما يُنطق", help_text="بالعربية أو بالحروف اللاتينية، لا يهم")
    born_on = forms.DateField(label="تاريخ الازدياد", widget=DayInput, required=False)
    phone = forms.CharField(label="الهاتف", widget=PhoneInput, required=False)
    commune = forms.CharField(label="الجماعة")
    language = forms.ChoiceField(
        label="اللغة", choices=[("ary", "الدارجة"), ("shi", "تاشلحيت"), ("fr", "الفرنسية")], initial="shi"
    )
    needs = forms.MultipleChoiceField(
        label="لماذا جاء؟",
        widget=forms.CheckboxSelectMultiple,
        choices=[("school", "تمدرس الأطفال"), ("disability", "إعاقة"), ("aid", "دعم مادي"), ("papers", "وثائق")],
        help_text="يمكن اختيار أكثر من جواب",
    )
    urgency = forms.ChoiceField(
        label="هل الأمر مستعجل؟",
        widget=forms.RadioSelect,
        choices=[("now", "خطر الآن"), ("week", "هذا الأسبوع"), ("no", "لا")],
    )
    words = forms.CharField(label="بكلماته", widget=forms.Textarea(attrs={"rows": 4}), required=False)
    consent = forms.BooleanField(label="وافق على تقاسم هذه الحاجة مع المركز المستقبِل", required=False)
    paper = forms.FileField(label="وثيقة", required=False)
    faces = forms.ChoiceField(
        label="كيف كان الأمر اليوم؟",
        widget=FacesSelect,
        choices=[("3", "جيد"), ("2", "لا بأس"), ("1", "غير جيد")],
        required=False,
    )
